"use strict";
window.ihanoi = {};

/* A canvas over the view and a margin around it, so that a drag shows what lies beyond the edge
   at once. `paint(ctx, map, margin)` draws in pixels of the map's container. */
ihanoi.CanvasLayer = L.Layer.extend({
  options: { margin: 0.25, pane: "overlayPane", repaintsItself: true },

  initialize(paint, options) {
    this._paint = paint;
    L.setOptions(this, options);
  },

  onAdd(map) {
    this._canvas = L.DomUtil.create(
      "canvas", "leaflet-zoom-animated ihanoi-canvas", map.getPane(this.options.pane));
    this.repaint();
  },

  onRemove() {
    this._canvas.remove();
  },

  getEvents() {
    const events = {
      viewreset: this.repaint,
      zoomanim: (event) => this._stretch(event.center, event.zoom),
      zoom: () => this._stretch(this._map.getCenter(), this._map.getZoom()),
    };
    if (this.options.repaintsItself) {
      events.moveend = this.repaint;
      events.move = this._repaintWhenUncovered;
    }
    return events;
  },

  repaint() {
    const map = this._map;
    if (!map) return;
    const size = map.getSize();
    const margin = size.multiplyBy(this.options.margin)._round();
    const full = size.add(margin.multiplyBy(2));
    const ratio = window.devicePixelRatio || 1;
    this._margin = margin;
    this._half = full.divideBy(2);
    this._zoom = map.getZoom();
    this._centre = map.getCenter();
    this._corner = map.containerPointToLayerPoint(margin.multiplyBy(-1))._round();
    this._resize(full, ratio);
    L.DomUtil.setTransform(this._canvas, this._corner, 1);
    const ctx = this._canvas.getContext("2d");
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this._canvas.width, this._canvas.height);
    ctx.setTransform(ratio, 0, 0, ratio, margin.x * ratio, margin.y * ratio);
    this._paint(ctx, map, margin);
  },

  _resize(full, ratio) {
    const width = Math.ceil(full.x * ratio);
    const height = Math.ceil(full.y * ratio);
    if (this._canvas.width === width && this._canvas.height === height) return;
    this._canvas.width = width;
    this._canvas.height = height;
    this._canvas.style.width = `${full.x}px`;
    this._canvas.style.height = `${full.y}px`;
  },

  _repaintWhenUncovered() {
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    const moved = corner.subtract(this._corner.add(this._margin));
    if (Math.abs(moved.x) > this._margin.x || Math.abs(moved.y) > this._margin.y) this.repaint();
  },

  /* During a zoom the painted picture is stretched; the sharp one follows when it ends. */
  _stretch(centre, zoom) {
    const map = this._map;
    const scale = map.getZoomScale(zoom, this._zoom);
    const corner = map.project(this._centre, zoom)
      .subtract(this._half.multiplyBy(scale))
      .subtract(map._getNewPixelOrigin(centre, zoom));
    L.DomUtil.setTransform(this._canvas, corner, scale);
  },
});
