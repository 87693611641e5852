"use strict";

/* Buttons, follow switch, legend, scale bar and tooltip over the map. */
ihanoi.controls = (() => {
  const SCALE_PX = 64;
  const STEPS = [1, 2, 5];
  const HINT_SHIFT = 14;
  const LEGEND_GAP_PX = 24;
  const parts = {};
  let act = {};

  const make = (tag, name, parent) => {
    const node = document.createElement(tag);
    node.className = name;
    parent.appendChild(node);
    return node;
  };

  function makeButton(icon, parent, action) {
    const button = make("button", "button icon", parent);
    button.type = "button";
    const sign = make("span", "sign", button);
    sign.style.setProperty("--sign", `url(/icons/${icon}.svg)`);
    button.addEventListener("click", action);
    return button;
  }

  function build(root, actions) {
    act = actions;
    parts.root = make("div", "controls", root);
    parts.left = make("div", "top left", parts.root);
    parts.follow = make("button", "button follow", parts.left);
    parts.follow.type = "button";
    parts.follow.setAttribute("role", "switch");
    make("span", "switch", parts.follow);
    parts.followText = make("span", "", parts.follow);
    parts.follow.addEventListener("click", () => {
      setFollow(parts.follow.getAttribute("aria-checked") !== "true");
      act.follow(parts.follow.getAttribute("aria-checked") === "true");
    });
    parts.caption = make("div", "button caption", parts.left);
    parts.right = make("div", "top right", parts.root);
    parts.locate = makeButton("locate-fixed", parts.right, () => act.locate());
    parts.zoomOut = makeButton("minus", parts.right, () => act.zoom(-1));
    parts.zoomIn = makeButton("plus", parts.right, () => act.zoom(1));
    parts.legend = make("div", "button legend", parts.root);
    parts.scale = make("div", "scale", parts.root);
    parts.bar = make("span", "bar", parts.scale);
    parts.scaleText = make("span", "", parts.scale);
    parts.source = make("span", "source", parts.scale);
    parts.source.textContent = "© OpenStreetMap contributors";
    parts.hint = make("div", "hint", parts.root);
    parts.hint.setAttribute("role", "tooltip");
    L.DomEvent.disableClickPropagation(parts.root);
    L.DomEvent.disableScrollPropagation(parts.legend);
    setFollow(false);
    parts.hint.hidden = true;
  }

  function setFollow(isOn) {
    parts.follow.setAttribute("aria-checked", String(isOn));
  }

  function name(button, key) {
    const text = ihanoi.say(key);
    button.title = text;
    button.setAttribute("aria-label", text);
  }

  function addSign(className, text) {
    const entry = make("span", "entry", parts.legend);
    const sign = make("span", className, entry);
    make("span", "", entry).textContent = text;
    return sign;
  }

  function fillLegend() {
    parts.legend.replaceChildren();
    parts.legend.setAttribute("aria-label", ihanoi.say("legend"));
    for (const state of ihanoi.scene.legend) {
      const sign = addSign("sign", state.name);
      sign.style.setProperty("--sign", `url(/states/${state.code}.svg)`);
      sign.style.backgroundColor = `var(--${state.tone})`;
    }
    addSign("ring", ihanoi.say("late"));
    addSign("warning", ihanoi.say("urgent")).textContent = "!";
  }

  function fillWords() {
    document.documentElement.lang = ihanoi.scene.language;
    parts.followText.textContent = ihanoi.say("follow");
    parts.follow.title = ihanoi.say("follow_hint");
    name(parts.locate, "locate");
    name(parts.zoomIn, "zoom_in");
    name(parts.zoomOut, "zoom_out");
    fillLegend();
    fillCaption();
  }

  function fillCaption() {
    const caption = ihanoi.position.caption();
    parts.caption.hidden = !caption;
    parts.caption.replaceChildren();
    if (!caption) return;
    const sign = make("span", "sign", parts.caption);
    sign.style.setProperty("--sign", "url(/icons/ruler.svg)");
    make("span", "", parts.caption).textContent = caption[0];
    make("strong", "", parts.caption).textContent = caption[1];
  }

  function update(map) {
    const isSmall = ihanoi.position.isShown();
    parts.follow.hidden = parts.legend.hidden = isSmall;
    parts.locate.hidden = isSmall;
    parts.locate.disabled = !ihanoi.scene.mark;
    parts.zoomIn.disabled = map.getZoom() >= map.getMaxZoom();
    parts.zoomOut.disabled = map.getZoom() <= map.getMinZoom();
    parts.source.hidden = !ihanoi.labels.hasStreets(map);
    const y = map.getSize().y / 2;
    const across = map.distance(
      map.containerPointToLatLng([0, y]), map.containerPointToLatLng([SCALE_PX, y]));
    const power = 10 ** Math.floor(Math.log10(across));
    const metres = power * STEPS.filter((step) => step * power <= across).pop();
    parts.bar.style.width = `${Math.round(SCALE_PX * metres / across)}px`;
    parts.scaleText.textContent = ihanoi.metres(metres);
    parts.legend.style.maxWidth = `calc(100% - ${parts.scale.offsetWidth + LEGEND_GAP_PX}px)`;
  }

  function showHint(text, point, size) {
    parts.hint.hidden = !text;
    if (!text) return;
    parts.hint.textContent = text;
    const box = parts.hint.getBoundingClientRect();
    const x = Math.min(point.x + HINT_SHIFT, size.x - box.width - 4);
    const isLow = point.y + HINT_SHIFT + box.height > size.y;
    const y = isLow ? point.y - HINT_SHIFT - box.height : point.y + HINT_SHIFT;
    parts.hint.style.transform = `translate(${Math.max(4, x)}px, ${Math.max(0, y)}px)`;
  }

  /* Where a name would vanish behind a control. */
  function boxes() {
    return [parts.follow, parts.caption, parts.right, parts.legend, parts.scale]
      .map((node) => node.getBoundingClientRect())
      .filter((box) => box.width)
      .map((box) => [box.left, box.top, box.right, box.bottom]);
  }

  return { build, setFollow, fillWords, fillCaption, update, showHint, boxes };
})();
