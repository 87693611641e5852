"use strict";

/* One position with its accuracy and the way to the nearest border: the route dialog's map. */
ihanoi.position = (() => {
  const EARTH = 40075016.7;
  const LEAST_VIEW_M = 25;
  const AIR = 2.2;
  let shown = null;

  const pixelsPerMetre = (map, lat) =>
    256 * 2 ** map.getZoom() / (EARTH * Math.cos(lat * Math.PI / 180));

  function show(map, order) {
    shown = order;
    const reach = Math.max(LEAST_VIEW_M, order.accuracy || 0, order.metres || 0) * AIR;
    map.fitBounds(L.latLng(order.lat, order.lon).toBounds(reach * 2), { animate: false });
  }

  function border() {
    const unit = shown && shown.near && ihanoi.borders.find(shown.near);
    if (!unit) return null;
    const at = ihanoi.borders.nearest(unit, ...ihanoi.borders.project(shown.lat, shown.lon));
    return { unit, at: ihanoi.borders.unproject(...at) };
  }

  function write(ctx, text, x, y, colour, ground) {
    ctx.font = "600 12px Inter";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3;
    ctx.strokeStyle = ground;
    ctx.fillStyle = colour;
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  }

  function paintAccuracy(ctx, x, y, radius, colours) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 7);
    ctx.globalAlpha = 0.7;
    ctx.fillStyle = colours["orange-soft"];
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.setLineDash([4, 3]);
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = colours.orange;
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.textAlign = "center";
    const text = ihanoi.say("accuracy", { metres: ihanoi.number(Math.round(shown.accuracy)) });
    write(ctx, text, x, y + Math.max(radius, 15) + 11, colours.orange, colours["map-unit"]);
  }

  function paintWay(ctx, map, x, y, colours) {
    const near = border();
    if (!near) return;
    const end = map.latLngToContainerPoint(near.at);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(end.x, end.y);
    ctx.lineWidth = 2;
    ctx.strokeStyle = colours.red;
    ctx.stroke();
    if (shown.metres === null) return;
    const isRight = end.x >= x;
    ctx.textAlign = isRight ? "left" : "right";
    write(ctx, ihanoi.metres(shown.metres), end.x + (isRight ? 7 : -7), end.y - 8,
      colours.red, colours["map-land"]);
  }

  function paint(ctx, map) {
    if (!shown) return;
    const colours = ihanoi.scene.colours;
    const { x, y } = map.latLngToContainerPoint([shown.lat, shown.lon]);
    if (shown.accuracy) {
      paintAccuracy(ctx, x, y, shown.accuracy * pixelsPerMetre(map, shown.lat), colours);
    }
    paintWay(ctx, map, x, y, colours);
    for (const [radius, fill, width] of [[11, "accent-soft", 2], [4.5, "surface", 2]]) {
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 7);
      ctx.fillStyle = colours[fill];
      ctx.fill();
      ctx.lineWidth = width;
      ctx.strokeStyle = colours.accent;
      ctx.stroke();
    }
  }

  function boxes(map) {
    if (!shown) return [];
    const { x, y } = map.latLngToContainerPoint([shown.lat, shown.lon]);
    const reach = Math.max(30, (shown.accuracy || 0) * pixelsPerMetre(map, shown.lat)) + 4;
    return [[x - reach, y - reach, x + reach, y + reach + 20]];
  }

  function caption() {
    const near = shown && shown.metres !== null && border();
    if (!near) return null;
    return [
      ihanoi.say("border_distance", { unit: near.unit.fullName }), ihanoi.metres(shown.metres),
    ];
  }

  return {
    show, paint, boxes, caption, isShown: () => shown !== null,
    again: (map) => shown && show(map, shown),
  };
})();
