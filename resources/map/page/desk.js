"use strict";

/* Starts the page and connects it with the desk: orders come in, questions and events go out. */
(() => {
  const CITY_ZOOM = [9, 19];
  const FRAME_PX = 12;
  const LEGEND_PX = 34;
  const LOOKS = ["colours", "words", "own"];
  let map, desk, symbolLayer, borderLayer;
  let framed = null;
  let isQuiet = false;
  let isResizing = false;
  let asked = 0;
  let began = 0;
  let waiting = [];
  let hovered = null;
  let isReady = false;

  ihanoi.scene = { colours: {}, words: {}, states: [], legend: [], own: null, mark: null, language: "vi" };
  ihanoi.lastFrameMs = null;

  ihanoi.say = (key, facts = {}) => ihanoi.scene.words[key].replace(
    /\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);

  ihanoi.number = (value) => {
    const [whole, part] = String(value).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ihanoi.say("thousands_sign"));
    return part ? grouped + ihanoi.say("decimal_sign") + part : grouped;
  };

  ihanoi.metres = (metres) => (metres >= 1000
    ? ihanoi.say("kilometres", { amount: ihanoi.number(Math.round(metres / 100) / 10) })
    : ihanoi.say("metres", { amount: ihanoi.number(Math.round(metres)) }));

  const hasRoom = () => map.getSize().x > 1 && map.getSize().y > 1;

  function goQuietly(move) {
    isQuiet = true;
    move();
  }

  function frame(code) {
    framed = { code };
    const bounds = ihanoi.borders.bounds(code);
    if (bounds && hasRoom()) {
      const below = map.getSize().y > LEGEND_PX * 4 ? LEGEND_PX : FRAME_PX;
      map.fitBounds(bounds, {
        animate: false, paddingTopLeft: [FRAME_PX, FRAME_PX], paddingBottomRight: [FRAME_PX, below],
      });
    }
  }

  const home = () => frame(ihanoi.scene.own);

  function repaint() {
    borderLayer.repaint();
    symbolLayer.repaint();
    ihanoi.controls.update(map);
  }

  function ask() {
    const number = ++asked;
    const box = map.getBounds().pad(0.25);
    const question = {
      box: [box.getSouth(), box.getWest(), box.getNorth(), box.getEast()], zoom: map.getZoom(),
    };
    desk.symbols(JSON.stringify(question), (answer) => {
      if (number !== asked) return;
      ihanoi.symbols.hold(JSON.parse(answer));
      symbolLayer.repaint();
      ihanoi.controls.update(map);
      ihanoi.lastFrameMs = performance.now() - began;
      waiting.splice(0).forEach((finish) => finish(ihanoi.lastFrameMs));
      if (!isReady) requestAnimationFrame(() => desk.ready());
      isReady = true;
    });
  }

  function tellMoved() {
    const box = map.getBounds();
    desk.view_moved(JSON.stringify(
      [box.getSouth(), box.getWest(), box.getNorth(), box.getEast()]));
  }

  function endMove() {
    began = performance.now();
    if (!isQuiet && !isResizing) framed = null;
    if (!isQuiet) tellMoved();
    isQuiet = false;
    ask();
  }

  function resize() {
    isResizing = true;
    map.invalidateSize({ animate: false, pan: !framed });
    isResizing = false;
    if (ihanoi.position.isShown()) goQuietly(() => ihanoi.position.again(map));
    else if (framed) frame(framed.code);
    repaint();
  }

  const orders = {
    colours({ colours }) {
      ihanoi.scene.colours = colours;
      for (const [name, value] of Object.entries(colours)) {
        document.documentElement.style.setProperty(`--${name}`, value);
      }
    },
    words({ words, states, legend, language }) {
      Object.assign(ihanoi.scene, { words, states, legend, language });
      ihanoi.controls.fillWords();
    },
    own({ code }) {
      ihanoi.scene.own = code;
    },
    focus({ code }) {
      frame(code);
    },
    select({ mark, centre }) {
      ihanoi.scene.mark = mark;
      if (mark && centre) goQuietly(() => map.panTo([mark[1], mark[2]]));
      else ask();
    },
    position(order) {
      framed = null;
      goQuietly(() => ihanoi.position.show(map, order));
      ihanoi.controls.fillCaption();
      repaint();
    },
    follow({ on }) {
      ihanoi.controls.setFollow(on);
    },
    refresh() {
      began = performance.now();
      ask();
    },
  };

  const obey = (order) => orders[order.do](order);

  function open(symbol) {
    if (symbol.count === 1) {
      desk.pick(symbol.id);
      return;
    }
    const isClosest = map.getZoom() >= map.getMaxZoom();
    desk.open_cluster(ihanoi.symbols.serial(), symbol.index, isClosest, (answer) => {
      const box = JSON.parse(answer);
      if (!box) return;
      const [south, west, north, east] = box;
      map.fitBounds([[south, west], [north, east]], { padding: [40, 40] });
    });
  }

  function describe(symbol, point) {
    const show = (text) => ihanoi.controls.showHint(text, point, map.getSize());
    if (symbol.count > 1) {
      const facts = { count: ihanoi.number(symbol.count), late: ihanoi.number(symbol.late) };
      show(ihanoi.say(symbol.late ? "cluster_late" : "cluster", facts));
      return;
    }
    const marks = [ihanoi.scene.states[symbol.state].name];
    if (symbol.late) marks.push(ihanoi.say("late"));
    if (symbol.urgent) marks.push(ihanoi.say("urgent"));
    show(marks.join(" · "));
    desk.title(symbol.id, (title) => {
      if (title && hovered === symbol) show([title, ...marks].join(" · "));
    });
  }

  function hover(event) {
    const symbol = ihanoi.symbols.hit(map, event.containerPoint);
    if (symbol === hovered) return;
    hovered = symbol;
    map.getContainer().classList.toggle("over-symbol", Boolean(symbol));
    if (symbol) describe(symbol, event.containerPoint);
    else ihanoi.controls.showHint("");
  }

  function leave() {
    hovered = null;
    map.getContainer().classList.remove("over-symbol");
    ihanoi.controls.showHint("");
  }

  const keys = {
    "+": () => map.zoomIn(), "=": () => map.zoomIn(), "-": () => map.zoomOut(), 0: home,
  };

  /* Leaflet knows these keys by their place on an American keyboard only. */
  function obeyKey(event) {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    event.preventDefault();
    act();
  }

  function listen() {
    map.on("moveend", endMove);
    map.on("movestart mouseout", leave);
    map.on("mousemove", hover);
    map.on("click", (event) => {
      const symbol = ihanoi.symbols.hit(map, event.containerPoint);
      if (symbol) open(symbol);
    });
    document.addEventListener("keydown", obeyKey, { capture: true });
    window.addEventListener("focus", () => {
      if (document.activeElement === document.body) map.getContainer().focus();
    });
    new ResizeObserver(resize).observe(map.getContainer());
  }

  async function start() {
    map = window.map_base;
    map.setMinZoom(CITY_ZOOM[0]);
    map.setMaxZoom(CITY_ZOOM[1]);
    ihanoi.map = map;
    desk = await new Promise((done) => {
      new QWebChannel(qt.webChannelTransport, (channel) => done(channel.objects.desk));
    });
    ihanoi.controls.build(map.getContainer(), {
      follow: (isOn) => {
        desk.toggle_follow(isOn);
        if (isOn) tellMoved();
      },
      locate: () => {
        const mark = ihanoi.scene.mark;
        if (mark) map.setView([mark[1], mark[2]], Math.max(map.getZoom(), 16));
      },
      zoom: (step) => map.setZoom(map.getZoom() + step),
    });
    await Promise.all([
      ihanoi.borders.load(),
      ...["400 11px Inter", "500 12px Inter", "600 13px Inter"].map((font) => document.fonts.load(font, "ệ")),
    ]);
    const early = [];
    let take = (order) => early.push(order);
    desk.told.connect((text) => take(JSON.parse(text)));
    const greeting = await new Promise((done) => desk.hello(done));
    const { orders: first } = JSON.parse(greeting);
    await ihanoi.shapes.load(first.find((order) => order.do === "words").states.map((s) => s.code));
    borderLayer = new ihanoi.CanvasLayer(ihanoi.borders.paint);
    symbolLayer = new ihanoi.CanvasLayer(ihanoi.symbols.paint, { repaintsItself: false });
    first.filter((order) => LOOKS.includes(order.do)).forEach(obey);
    map.invalidateSize({ animate: false });
    home();
    borderLayer.addTo(map);
    symbolLayer.addTo(map);
    listen();
    take = (order) => {
      obey(order);
      if (LOOKS.includes(order.do)) repaint();
    };
    first.filter((order) => !LOOKS.includes(order.do)).forEach(obey);
    early.forEach(take);
    repaint();
    orders.refresh();
  }

  ihanoi.symbolAt = (id) => {
    const symbol = ihanoi.symbols.find(id);
    if (!symbol) return "null";
    const { x, y } = map.latLngToContainerPoint(symbol.at);
    return JSON.stringify({ x, y });
  };

  /* Pans and zooms by itself; ihanoi.benchResult holds the answer when it is done. */
  ihanoi.bench = async (count) => {
    ihanoi.benchResult = null;
    const draws = [];
    let worstFrame = 0;
    for (let i = 0; i < count; i += 1) {
      const start = performance.now();
      const drawn = new Promise((finish) => { waiting.push(finish); });
      if (i % 5 === 4) map.setZoom(map.getZoom() + (i % 10 === 4 ? 1 : -1), { animate: false });
      else map.panBy([i % 2 ? -140 : 180, i % 3 ? 60 : -50], { animate: false });
      draws.push(await drawn);
      await new Promise(requestAnimationFrame);
      worstFrame = Math.max(worstFrame, performance.now() - start);
    }
    draws.sort((a, b) => a - b);
    ihanoi.benchResult = JSON.stringify({
      worstFrameMs: worstFrame, worstDrawMs: draws[draws.length - 1],
      medianDrawMs: draws[Math.floor(draws.length / 2)], count,
    });
  };

  window.addEventListener("DOMContentLoaded", start);
})();
