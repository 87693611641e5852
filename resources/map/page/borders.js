"use strict";

/* The communes: land, borders, own unit. Rings are kept in web mercator between 0 and 1 and
   turned into one canvas path per unit and zoom. */
ihanoi.borders = (() => {
  const TILE = 256;
  const FINEST_PX = 0.7;
  const KEPT_ZOOMS = 8;
  const ANCHOR = L.latLng(21.03, 105.82);
  const drawn = new Map();
  let units = [];
  let streets = [];

  const project = (lat, lon) => [
    lon / 360 + 0.5,
    0.5 - Math.atanh(Math.sin(lat * Math.PI / 180)) / (2 * Math.PI),
  ];
  const [anchorX, anchorY] = project(ANCHOR.lat, ANCHOR.lng);

  async function load() {
    const answer = await fetch("geography.json");
    const geography = await answer.json();
    units = geography.units.map(prepare);
    streets = geography.streets.map(([name, lat, lon]) => ({ name, at: project(lat, lon) }));
  }

  function prepare(unit) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    const rings = unit.rings.map((flat) => {
      const ring = new Float64Array(flat.length);
      for (let i = 0; i < flat.length; i += 2) {
        const [x, y] = project(flat[i + 1], flat[i]);
        ring[i] = x;
        ring[i + 1] = y;
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
      return ring;
    });
    return { ...unit, rings, box };
  }

  /* Paths are relative to a point of the city: canvas coordinates are single precision. */
  function trace(unit, scale) {
    const path = new Path2D();
    for (const ring of unit.rings) {
      let lastX = Infinity;
      let lastY = Infinity;
      for (let i = 0; i < ring.length; i += 2) {
        const x = (ring[i] - anchorX) * scale;
        const y = (ring[i + 1] - anchorY) * scale;
        const isFirst = i === 0;
        if (!isFirst && Math.hypot(x - lastX, y - lastY) < FINEST_PX) continue;
        if (isFirst) path.moveTo(x, y);
        else path.lineTo(x, y);
        lastX = x;
        lastY = y;
      }
      path.closePath();
    }
    return path;
  }

  function pathsAt(zoom) {
    if (!drawn.has(zoom)) {
      if (drawn.size >= KEPT_ZOOMS) drawn.delete(drawn.keys().next().value);
      drawn.set(zoom, new Map());
    }
    return drawn.get(zoom);
  }

  function pathOf(unit, zoom) {
    const paths = pathsAt(zoom);
    if (!paths.has(unit.code)) paths.set(unit.code, trace(unit, TILE * 2 ** zoom));
    return paths.get(unit.code);
  }

  /* The view in mercator, with `margin` pixels more on each side. */
  function frame(map, margin) {
    const scale = TILE * 2 ** map.getZoom();
    const at = map.latLngToContainerPoint(ANCHOR);
    const size = map.getSize();
    return {
      scale, at,
      box: [
        anchorX + (-margin.x - at.x) / scale, anchorY + (-margin.y - at.y) / scale,
        anchorX + (size.x + margin.x - at.x) / scale, anchorY + (size.y + margin.y - at.y) / scale,
      ],
      toPixel: (x, y) => [(x - anchorX) * scale + at.x, (y - anchorY) * scale + at.y],
      toMercator: (x, y) => [anchorX + (x - at.x) / scale, anchorY + (y - at.y) / scale],
    };
  }

  const meets = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  const within = (map, margin) => {
    const view = frame(map, margin).box;
    return units.filter((unit) => meets(unit.box, view));
  };

  function paint(ctx, map, margin) {
    const { at } = frame(map, margin);
    const zoom = map.getZoom();
    const seen = within(map, margin);
    const own = seen.find((unit) => unit.code === ihanoi.scene.own);
    const colours = ihanoi.scene.colours;
    ctx.save();
    ctx.translate(at.x, at.y);
    ctx.lineJoin = "round";
    ctx.fillStyle = colours["map-unit"];
    if (own) ctx.fill(pathOf(own, zoom));
    ctx.lineWidth = 1;
    ctx.strokeStyle = colours["map-line"];
    for (const unit of seen) ctx.stroke(pathOf(unit, zoom));
    if (own) {
      ctx.lineWidth = 2;
      ctx.strokeStyle = colours.accent;
      ctx.stroke(pathOf(own, zoom));
    }
    ctx.restore();
  }

  function holds(unit, x, y) {
    let isInside = false;
    for (const ring of unit.rings) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const crosses = (ring[i + 1] > y) !== (ring[j + 1] > y);
        const at = ring[i] + (y - ring[i + 1]) / (ring[j + 1] - ring[i + 1]) * (ring[j] - ring[i]);
        if (crosses && x < at) isInside = !isInside;
      }
    }
    return isInside;
  }

  /* The point of a unit's border nearest to a position, in mercator. */
  function nearest(unit, x, y) {
    let best = null;
    let least = Infinity;
    for (const ring of unit.rings) {
      for (let i = 0; i + 3 < ring.length; i += 2) {
        const dx = ring[i + 2] - ring[i];
        const dy = ring[i + 3] - ring[i + 1];
        const along = ((x - ring[i]) * dx + (y - ring[i + 1]) * dy) / (dx * dx + dy * dy || 1);
        const t = Math.max(0, Math.min(1, along));
        const at = [ring[i] + t * dx, ring[i + 1] + t * dy];
        const apart = Math.hypot(at[0] - x, at[1] - y);
        if (apart < least) [least, best] = [apart, at];
      }
    }
    return best;
  }

  const unproject = (x, y) => L.latLng(
    Math.asin(Math.tanh((0.5 - y) * 2 * Math.PI)) * 180 / Math.PI, (x - 0.5) * 360);

  function bounds(code) {
    const chosen = code ? units.filter((unit) => unit.code === code) : units;
    const boxes = chosen.map((unit) => L.latLngBounds(
      unproject(unit.box[0], unit.box[3]), unproject(unit.box[2], unit.box[1])));
    return boxes.length ? boxes.reduce((all, box) => all.extend(box)) : null;
  }

  return {
    load, paint, within, frame, holds, nearest, bounds, project, unproject,
    streets: () => streets,
    find: (code) => units.find((unit) => unit.code === code),
  };
})();
