"use strict";

/* Cases and clusters: what the desk answered for this view, drawn and hit by distance. */
ihanoi.symbols = (() => {
  const SHAPE = 15;
  const LATE_RADIUS = 11;
  const MARK_RADIUS = 15;
  const SLACK = 4;
  const CLUSTER_HALF = 13;
  const BADGE_HALF = 7;
  const MOST_IN_BADGE = 99;
  const ROUNDED_FROM = 10000;
  let serial = 0;
  let held = [];
  let placed = [];

  /* Five figures would not fit beside each other; the tooltip has the exact number. */
  const figure = (count) => (count < ROUNDED_FROM
    ? ihanoi.number(count)
    : ihanoi.say("thousands", { amount: ihanoi.number(Math.round(count / 1000)) }));

  const radiusOf = (symbol, ctx) => {
    if (symbol.count > 1) {
      ctx.font = "600 13px Inter";
      return Math.max(CLUSTER_HALF, ctx.measureText(figure(symbol.count)).width / 2 + 6);
    }
    return symbol.late ? LATE_RADIUS : SHAPE / 2;
  };

  const boxOf = ({ symbol, x, y, radius }) => {
    const half = symbol.count > 1 ? CLUSTER_HALF : radius;
    return [x - radius, y - half, x + radius, y + half];
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

  /* A circle, or a pill as high when the number is long: long numbers must not make big discs. */
  function pill(ctx, x, y, halfWidth, halfHeight, fill, edge) {
    ctx.beginPath();
    ctx.roundRect(x - halfWidth, y - halfHeight, halfWidth * 2, halfHeight * 2, halfHeight);
    ctx.strokeStyle = edge;
    ctx.lineWidth = 3;
    ctx.stroke();
    ctx.fillStyle = fill;
    ctx.fill();
  }

  function paintCluster(ctx, symbol, { x, y, radius }, colours) {
    pill(ctx, x, y, radius, CLUSTER_HALF, colours.grey, colours["map-unit"]);
    write(ctx, figure(symbol.count), x, y, "600 13px Inter", colours.surface);
    if (!symbol.late) return;
    const isMore = symbol.late > MOST_IN_BADGE;
    const late = isMore ? `${MOST_IN_BADGE}+` : String(symbol.late);
    ctx.font = "600 10px Inter";
    const half = Math.max(BADGE_HALF, ctx.measureText(late).width / 2 + 4);
    const [dx, dy] = [x + radius - 2, y - CLUSTER_HALF + 1];
    pill(ctx, dx, dy, half, BADGE_HALF, colours.red, colours["map-unit"]);
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
      ...placed.map(boxOf),
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

  /* The symbol nearest to a point of the container, if the point is on or just beside it. */
  function hit(map, point) {
    let best = null;
    let least = Infinity;
    for (const spot of placed) {
      const at = map.latLngToContainerPoint(spot.symbol.at);
      const away = at.distanceTo(point);
      if (away <= spot.radius + SLACK && away < least) [least, best] = [away, spot.symbol];
    }
    return best;
  }

  return {
    hold, paint, hit,
    serial: () => serial,
    find: (id) => held.find((symbol) => symbol.count === 1 && symbol.id === id),
    total: () => held.reduce((sum, symbol) => sum + symbol.count, 0),
    drawn: () => held.length,
  };
})();
