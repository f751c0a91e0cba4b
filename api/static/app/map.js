"use strict";
// Draws what the list beside it says: every element with data-lat and data-lon becomes a circle.
// The list stays the way for keyboard and screen reader; the map adds the picture.
(() => {
  const area = document.getElementById("map-area");
  const holder = document.getElementById("map");
  const places = [...document.querySelectorAll("[data-lat][data-lon]")];
  const districts = new Map([...document.querySelectorAll("[data-district]")].map((row) => [row.dataset.district, row]));
  if (!area || !holder || !window.L || (places.length === 0 && districts.size === 0)) return;

  const COLOUR = { place: "#006173", start: "#a90000" };
  // A planner's judgement of a district; without one the outlines are a pale ground.
  const GROUND = { fillColor: "#ffffff", fillOpacity: 0.55 };
  const MARKS = {
    不足: { fillColor: "#b3261e", fillOpacity: 0.6 },
    不確か: { fillColor: "#f2c230", fillOpacity: 0.6 },
    届いている: { fillColor: "#7cc4b3", fillOpacity: 0.5 },
    対象が少ない: { fillColor: "#b9c3c5", fillOpacity: 0.5 },
    分からない: { fillColor: "#ffffff", fillOpacity: 0.55 },
  };
  const FLAGGED = ["不足", "不確か"]; // named on the map at any scale
  // By kind: a place that was counted, one that stands there today, another choice, the start of a way.
  const CIRCLES = {
    start: { radius: 8, fillColor: COLOUR.start },
    counted: { radius: 5 },
    present: { radius: 4, fillColor: "#77898b" },
    other: { radius: 6, color: COLOUR.place, fillColor: "#ffffff" },
  };
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  area.hidden = false;

  const map = L.map(holder, {
    zoomControl: false,
    attributionControl: false,
    minZoom: 8,
    maxZoom: 18,
    zoomSnap: holder.dataset.tiles ? 1 : 0.25, // tiles are sharp at whole steps only
    zoomAnimation: !still,
    fadeAnimation: false,
  });
  holder.setAttribute("role", "region");
  holder.setAttribute("aria-label", "地図。矢印キーで動かし、＋と－で大きさを変えます。同じ内容が一覧にあります。");
  L.control.zoom({ zoomInTitle: "地図を拡大", zoomOutTitle: "地図を縮小" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);

  if (holder.dataset.tiles) {
    L.tileLayer(holder.dataset.tiles, { maxZoom: 18 }).addTo(map);
    if (holder.dataset.attribution) {
      const text = document.createElement("span");
      text.textContent = holder.dataset.attribution; // as text: a setting is no place for markup
      L.control.attribution({ prefix: false }).addAttribution(text.innerHTML).addTo(map);
    }
  }

  drawBaseLayer(map, holder.dataset.base);

  const label = (text) => {
    const span = document.createElement("span");
    span.textContent = text;
    return span;
  };

  const point = (elements) => {
    const [element] = elements;
    for (const other of places) other.classList.toggle("suggestion--pointed", elements.includes(other));
    const fold = element.closest("details");
    if (fold) fold.open = true;
    element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    const link = element.querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
  };

  // Places in one building share one mark: a metre is less than a circle is wide.
  const spots = new Map();
  for (const element of places) {
    const { lat, lon, kind } = element.dataset;
    const spot = `${Number(lat).toFixed(5)} ${Number(lon).toFixed(5)} ${kind || ""}`;
    spots.set(spot, [...(spots.get(spot) || []), element]);
  }

  // What has a number lies on top.
  const inOrder = [...spots.values()].sort(([a], [b]) => Boolean(a.dataset.rank) - Boolean(b.dataset.rank));
  const positions = inOrder.map((elements) => {
    const { lat, lon, kind } = elements[0].dataset;
    const name = elements.map((element) => element.dataset.name).join("、");
    const rank = elements.map((element) => element.dataset.rank || "").filter(Boolean).join("・");
    const at = [Number(lat), Number(lon)];
    const isStart = kind === "start";
    const circle = L.circleMarker(at, {
      radius: rank ? 12 : 9,
      color: "#ffffff",
      weight: 2,
      fillColor: COLOUR.place,
      fillOpacity: 0.95,
      bubblingMouseEvents: false,
      ...(rank ? {} : CIRCLES[kind]),
    }).addTo(map);
    circle.bindTooltip(label(name), { direction: "top", offset: [0, -8] });
    if (rank) {
      L.tooltip({ permanent: true, opacity: 1, direction: "center", className: elements.length > 1 ? "map-number map-number--many" : "map-number", interactive: false })
        .setLatLng(at)
        .setContent(label(rank))
        .addTo(map);
    }
    if (!isStart) circle.on("click", () => point(elements));
    return at;
  });

  let bounds = positions.length ? L.latLngBounds(positions) : null;
  const showAll = (options) =>
    bounds && map.fitBounds(bounds, { paddingTopLeft: [72, 32], paddingBottomRight: [32, 32], maxZoom: holder.dataset.tiles ? 15 : 13, ...options });
  const crowded = () => holder.classList.toggle("map--far", map.getZoom() < 12);
  map.on("zoomend", crowded);
  showAll();
  crowded();
  document.getElementById("map-all").addEventListener("click", () => showAll());

  // A sheet has another width than the window: all places must be on it.
  const resize = (onPaper) => {
    holder.classList.toggle("map--paper", onPaper);
    map.invalidateSize({ animate: false, pan: false });
    showAll({ animate: false });
    crowded();
  };
  window.addEventListener("beforeprint", () => resize(true));
  window.addEventListener("afterprint", () => resize(false));

  // Outlines and their names lie below the circles and their numbers.
  for (const [name, height] of [["outlines", 340], ["names", 350]]) {
    map.createPane(name).style.zIndex = String(height);
    if (name === "names" || districts.size === 0) map.getPane(name).style.pointerEvents = "none";
  }

  // A judged district says its figures under the pointer, and leads to its line of the table.
  const lead = (layer, row) => {
    layer.bindTooltip(label(row.dataset.text), { sticky: true });
    layer.on("click", () => {
      for (const other of districts.values()) other.classList.toggle("planning-table__row--pointed", other === row);
      row.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    });
  };
  const nameOf = (layer) =>
    L.tooltip({
      permanent: true,
      direction: "center",
      className: FLAGGED.includes(districts.get(layer.feature.properties.id)?.dataset.mark) ? "map-district map-district--flagged" : "map-district",
      pane: "names",
      interactive: false,
    })
      .setLatLng(layer.getCenter())
      .setContent(label(layer.feature.properties.name));

  fetch(holder.dataset.districts, { credentials: "same-origin", headers: { Accept: "application/json" } })
    .then((answer) => {
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.json();
    })
    .then((outlines) => {
      const judged = (feature) => districts.get(feature.properties.id);
      const drawn = L.geoJSON(outlines, {
        style: (feature) => ({ color: "#5b7c80", weight: 1, ...(MARKS[judged(feature)?.dataset.mark] || GROUND) }),
        pane: "outlines",
        interactive: districts.size > 0,
        onEachFeature: (feature, layer) => judged(feature) && lead(layer, judged(feature)),
      }).addTo(map);
      drawn.eachLayer((layer) => nameOf(layer).addTo(map)); // a centre exists once it is drawn
      if (districts.size) {
        bounds = drawn.getBounds();
        showAll();
        crowded();
      }
    })
    .catch(() => {
      const line = document.createElement("p");
      line.className = "quiet";
      line.textContent = "学区の境界線を読み込めませんでした。場所の印は正しい位置です。";
      holder.after(line);
    });
})();
