"use strict";
// Draws what the list beside it says: every element with data-lat and data-lon becomes a circle.
// The list stays the way for keyboard and screen reader; the map adds the picture.
(() => {
  const area = document.getElementById("map-area");
  const holder = document.getElementById("map");
  const places = [...document.querySelectorAll("[data-lat][data-lon]")];
  if (!area || !holder || !window.L || places.length === 0) return;

  const COLOUR = { place: "#006173", start: "#a90000" };
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

  const positions = [...spots.values()].map((elements) => {
    const { lat, lon, kind } = elements[0].dataset;
    const name = elements.map((element) => element.dataset.name).join("、");
    const rank = elements.map((element) => element.dataset.rank || "").filter(Boolean).join("・");
    const at = [Number(lat), Number(lon)];
    const isStart = kind === "start";
    const circle = L.circleMarker(at, {
      radius: rank ? 12 : isStart ? 8 : 9,
      color: "#ffffff",
      weight: 2,
      fillColor: isStart ? COLOUR.start : COLOUR.place,
      fillOpacity: 0.95,
      bubblingMouseEvents: false,
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

  const showAll = (options) =>
    map.fitBounds(L.latLngBounds(positions), { paddingTopLeft: [72, 32], paddingBottomRight: [32, 32], maxZoom: holder.dataset.tiles ? 15 : 13, ...options });
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
    map.getPane(name).style.pointerEvents = "none";
  }

  fetch(holder.dataset.districts, { credentials: "same-origin", headers: { Accept: "application/json" } })
    .then((answer) => {
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.json();
    })
    .then((outlines) => {
      const style = { color: "#5b7c80", weight: 1, fillColor: "#ffffff", fillOpacity: 0.55 };
      L.geoJSON(outlines, {
        style,
        pane: "outlines",
        interactive: false,
        onEachFeature: (feature, layer) =>
          layer.bindTooltip(label(feature.properties.name), {
            permanent: true,
            direction: "center",
            className: "map-district",
            pane: "names",
            interactive: false,
          }),
      }).addTo(map);
    })
    .catch(() => {
      const line = document.createElement("p");
      line.className = "quiet";
      line.textContent = "学区の境界線を読み込めませんでした。場所の印は正しい位置です。";
      holder.after(line);
    });
})();
