"use strict";
// A position by a click on the map, or by moving the map under the cross with the arrow keys.
// Without it the two number fields do the same.
(() => {
  const area = document.getElementById("pick-area");
  const holder = document.getElementById("pick");
  const lat = document.getElementById("field-lat");
  const lon = document.getElementById("field-lon");
  const said = document.getElementById("pick-said");
  if (!area || !holder || !lat || !lon || !window.L) return;
  area.hidden = false;

  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(holder, { attributionControl: false, zoomControl: false, minZoom: 5, maxZoom: 18, zoomAnimation: !still, fadeAnimation: false });
  L.control.zoom({ zoomInTitle: "地図を拡大", zoomOutTitle: "地図を縮小" }).addTo(map);
  holder.setAttribute("role", "region");
  holder.setAttribute("aria-label", "位置を選ぶ地図。矢印キーで動かし、「まん中を位置にする」を押します。");
  if (holder.dataset.tiles) L.tileLayer(holder.dataset.tiles, { maxZoom: 18 }).addTo(map);
  drawBaseLayer(map, holder.dataset.base);

  const mark = L.circleMarker([0, 0], { radius: 10, color: "#ffffff", weight: 2, fillColor: "#a90000", fillOpacity: 0.95, interactive: false });
  const typed = () => {
    const at = [Number(lat.value), Number(lon.value)];
    return lat.value && lon.value && at.every(Number.isFinite) ? at : null;
  };
  const draw = (centre) => {
    const at = typed();
    if (!at) return mark.remove();
    mark.setLatLng(at).addTo(map);
    if (centre) map.setView(at, Math.max(map.getZoom() || 0, 15), { animate: false });
  };
  const put = (at) => {
    lat.value = at.lat.toFixed(6);
    lon.value = at.lng.toFixed(6);
    draw(false);
    said.textContent = `位置を入れました（緯度${lat.value}、経度${lon.value}）。`;
  };

  map.setView([36, 137], 5);
  draw(true);
  map.on("click", (event) => put(event.latlng));
  document.getElementById("pick-centre").addEventListener("click", () => put(map.getCenter()));
  document.getElementById("pick-clear").addEventListener("click", () => {
    lat.value = "";
    lon.value = "";
    mark.remove();
    said.textContent = "位置を消しました。";
  });
  for (const field of [lat, lon]) field.addEventListener("change", () => draw(true));

  const district = document.getElementById("field-district");
  fetch(holder.dataset.districts, { credentials: "same-origin", headers: { Accept: "application/json" } })
    .then((answer) => {
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.json();
    })
    .then((outlines) => {
      const layers = new Map();
      const drawn = L.geoJSON(outlines, {
        style: { color: "#5b7c80", weight: 1, fillColor: "#ffffff", fillOpacity: 0.4 },
        interactive: false,
        onEachFeature: (feature, layer) => layers.set(feature.properties.id, layer),
      }).addTo(map);
      drawn.bringToBack();
      const chosen = () => (layers.has(district.value) ? layers.get(district.value).getBounds() : drawn.getBounds());
      const fit = () => chosen().isValid() && map.fitBounds(chosen(), { animate: false });
      if (!typed()) fit();
      district.addEventListener("change", () => !typed() && fit());
    })
    .catch(() => {
      said.textContent = "学区の境界線を読み込めませんでした。";
    });
})();
