// Draws points and areas on a leaflet map. Text is set as textContent, never as HTML.
const tsunagiteMap = (() => {
  "use strict";

  const STYLES = {
    suggested: { radius: 12, color: "#ffffff", weight: 2, fillColor: "#0017c1", fillOpacity: 1 },
    other: { radius: 6, color: "#333333", weight: 2, fillColor: "#ffffff", fillOpacity: 1 },
    alternative: { radius: 7, color: "#0017c1", weight: 3, fillColor: "#ffffff", fillOpacity: 1 },
    origin: { radius: 10, color: "#b3261e", weight: 5, fillColor: "#ffffff", fillOpacity: 1 },
  };
  const MARKS = {
    short: { fillColor: "#b3261e", fillOpacity: 0.55 },
    unsure: { fillColor: "#f2c230", fillOpacity: 0.55 },
    enough: { fillColor: "#7cc4b3", fillOpacity: 0.45 },
    few: { fillColor: "#b9c3c5", fillOpacity: 0.45 },
    unknown: { fillColor: "#ffffff", fillOpacity: 0.6 },
    plain: { fillColor: "#ffffff", fillOpacity: 0 },
  };
  const CELLS = { covered: "#2c7a69", unsure: "#c98a00", uncovered: "#8c1d18", newly: "#0017c1" };
  const NAMED_AREAS = 60; // more names than this only cover each other
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

  // The operator's own background lies under everything else, and says nothing.
  function addBase(map, shapes) {
    map.createPane("base").style.zIndex = "250";
    map.getPane("base").style.pointerEvents = "none";
    const layer = L.geoJSON(shapes, {
      pane: "base",
      renderer: L.canvas({ pane: "base", padding: 0.5 }),
      interactive: false,
      style: (feature) =>
        feature.geometry.type === "MultiPolygon"
          ? { stroke: false, fillColor: "#d3d9da", fillOpacity: 1 }
          : { color: "#a9b2b4", weight: 1, fill: false },
    });
    addLayer(map, "背景の図", layer, true);
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

  function numbered(number, lines) {
    return [`${number} ${lines[0]}`, ...lines.slice(1)];
  }

  // Name and details of a point from its row of the table: number, name, details, position.
  function rowWords(table, number) {
    const cells = document.getElementById(table).tBodies[0].rows[number - 1].cells;
    return [cells[1].textContent, cells[2].textContent].filter((words) => words);
  }

  function addPoints(map, data) {
    const layer = data.clustered ? clusterGroup() : L.featureGroup();
    for (const [lat, lon, number, ...lines] of [...data.points].reverse()) {
      const text = () => numbered(number, lines.length ? lines : rowWords(data.table, number));
      const circle = L.circleMarker([lat, lon], STYLES[data.style])
        .bindTooltip(() => textBlock(text()), { opacity: 1 })
        .bindPopup(() => textBlock(text()))
        .on("popupopen", (event) => event.target.closeTooltip());
      layer.addLayer(outOfTabOrder(circle));
      if (data.style === "suggested" && !data.clustered) {
        layer.addLayer(numberMark([lat, lon], number));
      }
    }
    if (data.title) addLayer(map, data.title, layer, true);
    else layer.addTo(map);
  }

  // Layers that can be put away, in the order in which they were added.
  const switchable = [];

  function addLayer(map, title, layer, shown) {
    switchable.push([title, layer]);
    if (shown) layer.addTo(map);
  }

  function words(position, className, text) {
    const span = document.createElement("span");
    span.textContent = text;
    const icon = L.divIcon({ className, html: span, iconSize: null });
    return L.marker(position, { icon, interactive: false, keyboard: false });
  }

  function addMarkedAreas(map, areas) {
    const districts = L.layerGroup();
    const badges = L.layerGroup();
    const named = areas.length <= NAMED_AREAS;
    for (const area of areas) {
      const shape = L.geoJSON(area.geometry, { style: { color: "#3a3a3a", weight: 1.5, className: "marked-area", ...MARKS[area.mark] } });
      shape.eachLayer(outOfTabOrder).bindTooltip(() => textBlock(area.text), { sticky: true, opacity: 1 });
      districts.addLayer(shape);
      if (named) districts.addLayer(words(area.inside, "area-name", area.text[0]));
      if (area.badge) badges.addLayer(words(area.inside, "badge", area.badge));
    }
    addLayer(map, areas.every((area) => area.mark === "plain") ? "学区" : "学区の判定", districts, true);
    if (badges.getLayers().length) addLayer(map, "合う先のない人", badges, true);
  }

  function addCells(map, data) {
    const renderer = L.canvas({ padding: 0.5 });
    const cells = L.layerGroup();
    for (const [south, west, kind] of data.cells) {
      const bounds = [[south, west], [south + data.height, west + data.width]];
      const fillColor = CELLS[data.kinds[kind]];
      cells.addLayer(L.rectangle(bounds, { renderer, stroke: false, fillColor, fillOpacity: 0.55, interactive: false }));
    }
    // Two colours on one another are a third one that no legend names: the districts keep their outlines only.
    cells.on("add remove", (event) => map.getContainer().classList.toggle("cells-shown", event.type === "add"));
    addLayer(map, "人の住むメッシュ", cells, data.shown);
  }

  function addSwitch(map) {
    const Switch = L.Control.extend({
      onAdd() {
        const box = L.DomUtil.create("fieldset", "layer-switch leaflet-bar");
        L.DomEvent.disableClickPropagation(box);
        const legend = document.createElement("legend");
        legend.textContent = "表示";
        box.append(legend);
        for (const [title, layer] of switchable) {
          const line = document.createElement("label");
          const check = document.createElement("input");
          check.type = "checkbox";
          check.checked = map.hasLayer(layer);
          check.addEventListener("change", () => (check.checked ? layer.addTo(map) : layer.remove()));
          line.append(check, title);
          box.append(line);
        }
        return box;
      },
    });
    new Switch({ position: "topright" }).addTo(map);
  }

  return { addControls, addBase, addAreas, addPoints, addMarkedAreas, addCells, addSwitch };
})();
