"use strict";

/* Names of communes and streets, only where they fit and cover nothing. */
ihanoi.labels = (() => {
  const FONT = "500 12px Inter";
  const OWN_FONT = "600 13px Inter";
  const STREET_FONT = "400 11px Inter";
  const STREETS_FROM_ZOOM = 14.5;
  const SAME_STREET_PX = 220;
  const HEIGHT = 16;
  const INSET = 8;
  const COLUMNS = 9;
  const ROWS = 7;
  const WIDTH_INSIDE = 0.45;

  const overlaps = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  /* The usual spot, or when that is out of view the middle of what can be seen of the unit. */
  function findSpot(unit, view, size) {
    const [x, y] = view.toPixel(...ihanoi.borders.project(...unit.label));
    if (x > INSET && y > INSET && x < size.x - INSET && y < size.y - INSET) return [x, y];
    const [left, top] = view.toPixel(unit.box[0], unit.box[1]).map((n) => Math.max(n, INSET));
    const corner = view.toPixel(unit.box[2], unit.box[3]);
    const right = Math.min(corner[0], size.x - INSET);
    const bottom = Math.min(corner[1], size.y - INSET);
    const inside = [];
    for (let i = 0; i < COLUMNS * ROWS; i += 1) {
      const at = [
        left + (right - left) * ((i % COLUMNS) + 0.5) / COLUMNS,
        top + (bottom - top) * (Math.floor(i / COLUMNS) + 0.5) / ROWS,
      ];
      if (ihanoi.borders.holds(unit, ...view.toMercator(...at))) inside.push(at);
    }
    return middle(inside);
  }

  function middle(spots) {
    if (!spots.length) return null;
    const x = spots.reduce((sum, spot) => sum + spot[0], 0) / spots.length;
    const y = spots.reduce((sum, spot) => sum + spot[1], 0) / spots.length;
    const away = (spot) => Math.hypot(spot[0] - x, spot[1] - y);
    return spots.reduce((best, spot) => (away(spot) < away(best) ? spot : best));
  }

  function fits(unit, view, [x, y], width) {
    const reach = width * WIDTH_INSIDE;
    return [-reach, reach].every((shift) =>
      ihanoi.borders.holds(unit, ...view.toMercator(x + shift, y)));
  }

  function paint(ctx, map, taken) {
    const none = L.point(0, 0);
    const view = ihanoi.borders.frame(map, none);
    const size = map.getSize();
    const { own } = ihanoi.scene;
    const seen = ihanoi.borders.within(map, none);
    seen.sort((a, b) => (b.code === own) - (a.code === own));
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3;
    for (const unit of seen) paintUnit(ctx, unit, view, size, taken);
    if (map.getZoom() >= STREETS_FROM_ZOOM) paintStreets(ctx, view, size, taken);
  }

  function paintUnit(ctx, unit, view, size, taken) {
    const isOwn = unit.code === ihanoi.scene.own;
    ctx.font = isOwn ? OWN_FONT : FONT;
    const spot = findSpot(unit, view, size);
    if (!spot || !fits(unit, view, spot, ctx.measureText(unit.name).width)) return;
    const tones = isOwn ? ["map-unit", "text"] : ["map-land", "map-label"];
    write(ctx, unit.name, spot, tones, taken);
  }

  function paintStreets(ctx, view, size, taken) {
    const own = ihanoi.borders.find(ihanoi.scene.own);
    const written = new Map();
    ctx.font = STREET_FONT;
    for (const street of ihanoi.borders.streets()) {
      const spot = view.toPixel(...street.at);
      const isInView = spot.every((at, axis) => at > 0 && at < (axis ? size.y : size.x));
      const earlier = written.get(street.name);
      const isNear = earlier && Math.hypot(
        earlier[0] - spot[0], earlier[1] - spot[1]) < SAME_STREET_PX;
      if (!isInView || isNear) continue;
      const ground = own && ihanoi.borders.holds(own, ...street.at) ? "map-unit" : "map-land";
      if (write(ctx, street.name, spot, [ground, "map-label"], taken)) {
        written.set(street.name, spot);
      }
    }
  }

  /* Writes a name with a halo of the ground's colour unless it would cover something. */
  function write(ctx, name, spot, [ground, tone], taken) {
    const [x, y] = spot.map(Math.round);
    const reach = ctx.measureText(name).width / 2 + 4;
    const box = [x - reach, y - HEIGHT / 2, x + reach, y + HEIGHT / 2];
    if (taken.some((other) => overlaps(box, other))) return false;
    taken.push(box);
    ctx.strokeStyle = ihanoi.scene.colours[ground];
    ctx.fillStyle = ihanoi.scene.colours[tone];
    ctx.strokeText(name, x, y);
    ctx.fillText(name, x, y);
    return true;
  }

  return { paint, hasStreets: (map) => map.getZoom() >= STREETS_FROM_ZOOM };
})();
