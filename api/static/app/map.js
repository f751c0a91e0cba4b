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

  const point = (element) => {
    for (const other of places) other.classList.toggle("suggestion--pointed", other === element);
    const fold = element.closest("details");
    if (fold) fold.open = true;
    element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    const link = element.querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
  };

  const positions = places.map((element) => {
    const { lat, lon, name, rank, kind } = element.dataset;
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
      L.tooltip({ permanent: true, direction: "center", className: "map-number", interactive: false })
        .setLatLng(at)
        .setContent(label(rank))
        .addTo(map);
    }
    if (!isStart) circle.on("click", () => point(element));
    return at;
  });

  const showAll = () => map.fitBounds(L.latLngBounds(positions), { padding: [32, 32], maxZoom: holder.dataset.tiles ? 15 : 13 });
  const crowded = () => holder.classList.toggle("map--far", map.getZoom() < 12);
  map.on("zoomend", crowded);
  showAll();
  crowded();
  document.getElementById("map-all").addEventListener("click", showAll);

  fetch(holder.dataset.districts, { credentials: "same-origin", headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : { type: "FeatureCollection", features: [] }))
    .then((outlines) => {
      const style = { color: "#5b7c80", weight: 1, fillColor: "#ffffff", fillOpacity: 0.55 };
      L.geoJSON(outlines, {
        style,
        onEachFeature: (feature, layer) =>
          layer.bindTooltip(label(feature.properties.name), {
            permanent: true,
            direction: "center",
            className: "map-district",
            interactive: false,
          }),
      })
        .addTo(map)
        .bringToBack();
    });
})();
