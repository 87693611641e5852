"use strict";

/* Cases and clusters: what the desk answered for this view, drawn and hit by distance. */
ihanoi.symbols = (() => {
  const SHAPE = 15;
  const LATE_RADIUS = 11;
  const MARK_RADIUS = 15;
  const SLACK = 4;
  let serial = 0;
  let held = [];
  let placed = [];

  const radiusOf = (symbol, ctx) => {
    if (symbol.count > 1) {
      ctx.font = "600 13px Inter";
      return Math.max(13, ctx.measureText(ihanoi.number(symbol.count)).width / 2 + 7);
    }
    return symbol.late ? LATE_RADIUS : SHAPE / 2;
  };

  function hold(answer) {
    serial = answer.serial;
    held = answer.symbols.map(([lat, lon, count, late, id, state, urgent], index) => ({
      at: L.latLng(lat, lon), count, late, id, state, urgent, index,
    }));
  }

  function disc(ctx, x, y, radius, fill, stroke, width) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 7);
    ctx.fillStyle = fill;
    ctx.fill();
    if (!stroke) return;
    ctx.strokeStyle = stroke;
    ctx.lineWidth = width;
    ctx.stroke();
  }

  function write(ctx, text, x, y, font, colour) {
    ctx.font = font;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y + 0.5);
  }

  function paintCluster(ctx, symbol, { x, y, radius }, colours) {
    disc(ctx, x, y, radius, colours.grey, colours["map-unit"], 2);
    write(ctx, ihanoi.number(symbol.count), x, y, "600 13px Inter", colours.surface);
    if (!symbol.late) return;
    const late = ihanoi.number(symbol.late);
    ctx.font = "600 10px Inter";
    const half = Math.max(7, ctx.measureText(late).width / 2 + 4);
    const [dx, dy] = [x + radius * 0.75, y - radius * 0.75];
    ctx.beginPath();
    ctx.roundRect(dx - half, dy - 7, half * 2, 14, 7);
    ctx.fillStyle = colours.red;
    ctx.fill();
    ctx.strokeStyle = colours["map-unit"];
    ctx.lineWidth = 1.5;
    ctx.stroke();
    write(ctx, late, dx, dy, "600 10px Inter", colours.surface);
  }

  function paintCase(ctx, symbol, { x, y, radius }, colours) {
    const { code, tone } = ihanoi.scene.states[symbol.state];
    const ground = symbol.late ? colours.surface : colours["map-unit"];
    if (symbol.late) disc(ctx, x, y, radius, colours.surface, colours.red, 2);
    ihanoi.shapes.paint(ctx, code, x, y, symbol.late ? 13 : SHAPE, colours[tone], ground);
    if (symbol.urgent) paintUrgent(ctx, x + radius * 0.8, y - radius * 0.8, colours);
  }

  /* A small warning sign: the colour alone would not say it. */
  function paintUrgent(ctx, x, y, colours) {
    disc(ctx, x, y, 5, colours.orange, colours["map-unit"], 1.5);
    write(ctx, "!", x, y, "600 9px Inter", colours.surface);
  }

  function paintMark(ctx, map, colours) {
    const mark = ihanoi.scene.mark;
    if (!mark) return;
    const { x, y } = map.latLngToContainerPoint([mark[1], mark[2]]);
    disc(ctx, x, y, MARK_RADIUS, colours["accent-soft"], colours.accent, 2);
    const symbol = held.find((one) => one.count === 1 && one.id === mark[0]);
    if (symbol) paintCase(ctx, symbol, { x, y, radius: radiusOf(symbol, ctx) }, colours);
    else disc(ctx, x, y, 5, colours.accent);
  }

  function paint(ctx, map) {
    const colours = ihanoi.scene.colours;
    placed = held.map((symbol) => {
      const { x, y } = map.latLngToContainerPoint(symbol.at);
      return { symbol, x, y, radius: radiusOf(symbol, ctx) };
    });
    const size = map.getSize();
    ihanoi.labels.paint(ctx, map, [
      ...ihanoi.controls.boxes(size),
      ...placed.map(({ x, y, radius: r }) => [x - r, y - r, x + r, y + r]),
      ...ihanoi.position.boxes(map),
    ]);
    for (const spot of placed) {
      if (spot.symbol.count === 1) paintCase(ctx, spot.symbol, spot, colours);
    }
    for (const spot of placed) {
      if (spot.symbol.count > 1) paintCluster(ctx, spot.symbol, spot, colours);
    }
    paintMark(ctx, map, colours);
    ihanoi.position.paint(ctx, map);
  }

  function hit(map, point) {
    const layerShift = map.latLngToContainerPoint(map.containerPointToLatLng(point));
    let best = null;
    let least = Infinity;
    for (const { symbol } of placed) {
      const at = map.latLngToContainerPoint(symbol.at);
      const away = at.distanceTo(layerShift);
      const radius = placed[symbol.index].radius;
      if (away <= radius + SLACK && away < least) [least, best] = [away, symbol];
    }
    return best;
  }

  return {
    hold, paint, hit,
    serial: () => serial,
    hasUrgent: () => held.some((symbol) => symbol.urgent),
    find: (id) => held.find((symbol) => symbol.count === 1 && symbol.id === id),
    total: () => held.reduce((sum, symbol) => sum + symbol.count, 0),
    drawn: () => held.length,
  };
})();
