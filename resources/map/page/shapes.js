"use strict";

/* The state shapes of tables and badges, read from the same files and drawn on a canvas. */
ihanoi.shapes = (() => {
  const SIZE = 16;
  const HALO = 3;
  const parts = new Map();

  const outline = {
    circle(node) {
      const path = new Path2D();
      path.arc(+node.getAttribute("cx"), +node.getAttribute("cy"), +node.getAttribute("r"), 0, 7);
      return path;
    },
    rect(node) {
      const [x, y, w, h, r] = ["x", "y", "width", "height", "rx"].map(
        (name) => +node.getAttribute(name));
      const path = new Path2D();
      path.roundRect(x, y, w, h, r);
      return path;
    },
    path: (node) => new Path2D(node.getAttribute("d")),
  };

  async function load(code) {
    if (parts.has(code)) return;
    const answer = await fetch(`states/${code}.svg`);
    const svg = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
    const nodes = [...svg.documentElement.children].filter((node) => outline[node.tagName]);
    parts.set(code, nodes.map((node) => ({
      path: outline[node.tagName](node),
      isFilled: node.hasAttribute("fill"),
      rule: node.getAttribute("fill-rule") || "nonzero",
      stroke: +(node.getAttribute("stroke-width") || 0),
    })));
  }

  function paint(ctx, code, x, y, size, colour, ground) {
    const drawn = parts.get(code);
    ctx.save();
    ctx.translate(x - size / 2, y - size / 2);
    ctx.scale(size / SIZE, size / SIZE);
    ctx.lineJoin = "round";
    ctx.fillStyle = ctx.strokeStyle = ground;
    for (const part of drawn) {
      ctx.lineWidth = part.stroke + HALO;
      ctx.stroke(part.path);
      ctx.fill(part.path);
    }
    ctx.lineJoin = "miter";
    ctx.fillStyle = ctx.strokeStyle = colour;
    for (const part of drawn) {
      if (part.isFilled) ctx.fill(part.path, part.rule);
      if (part.stroke) {
        ctx.lineWidth = part.stroke;
        ctx.stroke(part.path);
      }
    }
    ctx.restore();
  }

  return { load: (codes) => Promise.all(codes.map(load)), paint };
})();
