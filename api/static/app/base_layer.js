"use strict";
// The operator's own background (roads, railways, water, buildings) in pale grey, under everything else of a map.
function drawBaseLayer(map, address) {
  if (!address) return;
  const pane = map.createPane("base");
  pane.style.zIndex = "250";
  pane.style.pointerEvents = "none";
  fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } })
    .then((answer) => {
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.json();
    })
    .then((shapes) =>
      L.geoJSON(shapes, {
        pane: "base",
        renderer: L.canvas({ pane: "base", padding: 0.5 }),
        interactive: false,
        style: (feature) =>
          feature.geometry.type === "MultiPolygon"
            ? { stroke: false, fillColor: "#cfd8d9", fillOpacity: 1 }
            : { color: "#a3b0b2", weight: 1, fill: false },
      }).addTo(map),
    )
    .catch(() => {
      const line = document.createElement("p");
      line.className = "quiet";
      line.textContent = "背景の図を読み込めませんでした。場所の印と学区の境は正しい位置です。";
      map.getContainer().after(line);
    });
}
