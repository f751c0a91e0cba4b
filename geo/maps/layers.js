// Draws points and areas on a leaflet map. Text is set as textContent, never as HTML.
const tsunagiteMap = (() => {
  "use strict";

  const STYLES = {
    suggested: { radius: 12, color: "#ffffff", weight: 2, fillColor: "#0017c1", fillOpacity: 1 },
    other: { radius: 6, color: "#333333", weight: 2, fillColor: "#ffffff", fillOpacity: 1 },
    origin: { radius: 10, color: "#b3261e", weight: 5, fillColor: "#ffffff", fillOpacity: 1 },
  };
  const AREA_STYLE = { color: "#595959", weight: 1.5, fillColor: "#e6e6e6", fillOpacity: 0.35 };

  function textBlock(lines) {
    const block = document.createElement("div");
    for (const [index, line] of lines.entries()) {
      const row = document.createElement(index === 0 ? "strong" : "span");
      row.textContent = line;
      block.append(row);
    }
    return block;
  }

  function addControls(map) {
    L.control.zoom({ zoomInTitle: "拡大", zoomOutTitle: "縮小" }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", "地図(同じ内容の一覧がこの下にあります)");
  }

  // Tooltips make shapes focusable: hundreds of nameless stops between the map and its table.
  function outOfTabOrder(shape) {
    return shape.on("add", () => shape.getElement().setAttribute("tabindex", "-1"));
  }

  function addAreas(map, areas) {
    for (const area of areas) {
      L.geoJSON(area.geometry, { style: AREA_STYLE })
        .eachLayer(outOfTabOrder)
        .bindTooltip(() => textBlock(area.text), { sticky: true, opacity: 1 })
        .addTo(map);
    }
  }

  // The mark hides the circle under it, so that of overlapping points the first one is read.
  function numberMark(position, number) {
    const text = document.createElement("span");
    text.textContent = String(number);
    const icon = L.divIcon({ className: "point-number", html: text, iconSize: [24, 24] });
    return L.marker(position, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 * number });
  }

  // Neighbouring clusters may overlap, too small as targets of the keyboard or a finger: the table is for them.
  function clusterGroup() {
    L.MarkerCluster.mergeOptions({ keyboard: false });
    return L.markerClusterGroup({ maxClusterRadius: 80 });
  }

  function addPoints(map, data) {
    const layer = data.clustered ? clusterGroup() : L.featureGroup();
    for (const [lat, lon, number, ...lines] of [...data.points].reverse()) {
      const text = [`${number} ${lines[0]}`, ...lines.slice(1)];
      const circle = L.circleMarker([lat, lon], STYLES[data.style])
        .bindTooltip(() => textBlock(text), { opacity: 1 })
        .bindPopup(() => textBlock(text))
        .on("popupopen", (event) => event.target.closeTooltip());
      layer.addLayer(outOfTabOrder(circle));
      if (data.style === "suggested" && !data.clustered) {
        layer.addLayer(numberMark([lat, lon], number));
      }
    }
    layer.addTo(map);
  }

  return { addControls, addAreas, addPoints };
})();
