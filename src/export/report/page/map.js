// The map on the screen (Leaflet moves it, draw.js draws it), its legend, and the one on paper.
(function (cg) {
  'use strict';

  cg.mapOptions = {
    colouring: cg.colourings.status, layers: new Set(), towers: false, markers: true,
    gaps: cg.data.map.counting?.length > 0 && cg.count <= 10_000, plan: true, areas: false, proposals: true, site: null, selected: null, ignoreFilter: false,
  };

  const Canvas = L.Renderer.extend({
    onAdd() {
      L.Renderer.prototype.onAdd.call(this);
      cg.redraw = () => requestOnce(() => this._update());
    },
    _initContainer() {
      this._container = document.createElement('canvas');
    },
    _destroyContainer() {
      this._container.remove();
    },
    _onZoom() {
      this._updateTransform(this._map.getCenter(), this._map.getZoom());
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const dots = window.devicePixelRatio || 1;
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = size.x * dots;
      canvas.height = size.y * dots;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      const corner = this._map.getPixelOrigin().add(this._bounds.min);
      const context = canvas.getContext('2d');
      context.scale(dots, dots);
      cg.draw(context, {
        scale: 2 ** this._map.getZoom(), left: corner.x, top: corner.y, width: size.x, height: size.y, lines: 1,
      }, cg.theme(), { ...cg.mapOptions, selected: cg.selected });
    },
  });

  let waiting = false;
  function requestOnce(work) {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      work();
    });
  }

  const latLng = (x, y) => L.CRS.EPSG3857.pointToLatLng(L.point(x, y), 0);
  const bounds = (box) => L.latLngBounds(latLng(box[0], box[1]), latLng(box[2], box[3]));

  cg.startMap = () => {
    const box = cg.boxAround(cg.all);
    if (box === null) {
      cg.byId('map-section').hidden = true;
      return;
    }
    const map = L.map('map', { zoomSnap: 0.25, zoomDelta: 0.75, wheelPxPerZoomLevel: 90, attributionControl: false, zoomControl: false, minZoom: 2, maxZoom: 18 });
    cg.map = map;
    cg.zoomControl = null;
    map.fitBounds(bounds(box), { animate: false, padding: [12, 12] });
    map.setMaxBounds(bounds(box).pad(1));
    new Canvas({ padding: 0.15 }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
    const pointed = (event) => {
      const { x, y } = L.CRS.EPSG3857.latLngToPoint(event.latlng, 0);
      return cg.villageAt(x, y, 6 / 2 ** map.getZoom());
    };
    map.on('click', (event) => cg.select(pointed(event)));
    tooltip(map, pointed);
    labelControls(map);
    cg.on('language', () => { labelControls(map); cg.redraw(); });
    cg.on('filter', () => cg.redraw());
    cg.on('view', () => cg.redraw());
    cg.on('selection', () => {
      if (cg.selected !== null && cg.zoomToSelection) cg.zoomTo([cg.selected], 13);
      cg.redraw();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { cg.redraw(); legend(); });
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(cg.byId('map'));
  };

  /** Shows one site of the plan or one proposal: its service area, and where it stands. */
  cg.showSite = (site) => {
    cg.mapOptions.site = cg.mapOptions.site === site ? null : site;
    if (cg.mapOptions.site && Array.isArray(site.at) && cg.map) {
      const { x } = cg.areaRings(site);
      const y = cg.areaRings(site).y;
      const box = x.length ? [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)] : null;
      if (box) cg.map.fitBounds(bounds(box), { maxZoom: 12, padding: [40, 40], animate: false });
      else cg.map.setView([site.at[1], site.at[0]], 11, { animate: false });
      cg.byId('map-section').scrollIntoView();
    }
    cg.emit('view');
  };

  /** Shows some villages. */
  cg.zoomTo = (list, maxZoom = 13) => {
    const box = cg.boxAround(list);
    if (box && cg.map) cg.map.fitBounds(bounds(box), { maxZoom, padding: [24, 24], animate: !matchMedia('(prefers-reduced-motion: reduce)').matches });
  };

  function labelControls(map) {
    cg.zoomControl?.remove();
    cg.zoomControl = L.control.zoom({ zoomInTitle: cg.t('map.zoomIn'), zoomOutTitle: cg.t('map.zoomOut') }).addTo(map);
    const whole = cg.el('a', { href: '#', role: 'button', title: cg.t('map.whole'), 'aria-label': cg.t('map.whole'), onclick: (event) => { event.preventDefault(); cg.zoomTo(cg.all); } }, '⌂');
    cg.zoomControl.getContainer().append(whole);
  }

  function tooltip(map, pointed) {
    const tip = L.tooltip({ direction: 'top', offset: [0, -6] });
    let shown = null;
    map.on('mousemove', (event) => {
      const v = pointed(event);
      if (v === null) tip.remove();
      else {
        if (v !== shown || !map.hasLayer(tip)) tip.setContent(cg.el('span', {}, cg.el('b', {}, cg.villageName(v)), cg.el('br'), cg.villageParents(v), cg.el('br'), cg.t(`status.${cg.data.villages.status[v]}`)));
        tip.setLatLng(event.latlng).addTo(map);
      }
      shown = v;
    });
    map.on('mouseout', () => tip.remove());
  }

  /** What the colours mean. */
  function legend() {
    const theme = cg.theme();
    const { colouring } = cg.mapOptions;
    const entry = (swatch, text) => cg.el('li', {}, swatch, text);
    const box = (colour) => {
      const swatch = cg.el('span', { class: 'swatch', 'aria-hidden': 'true' });
      swatch.style.background = colour;
      return swatch;
    };
    const entries = [];
    if (colouring.colour) {
      cg.data.plan.phases.forEach((phase, nth) => entries.push(entry(box(theme.phases[nth % 5]), cg.t('legend.phase', { phase: phase.name }))));
      entries.push(entry(box(theme.status.c), cg.t('legend.before')), entry(box(theme.status.u), cg.t('legend.left')));
    } else if (colouring.letters !== undefined) {
      const kind = colouring === cg.colourings.status ? 'status' : 'class';
      const shown = { c: 'c', p: 'p', h: 'p', w: 'u', u: 'u', '?': '?' };
      for (const letter of Object.keys(shown)) {
        if (colouring.letters.includes(letter)) entries.push(entry(box(theme.status[shown[letter]]), cg.t(`${kind}.${letter}`)));
      }
    } else {
      const name = Object.keys(cg.colourings).find((key) => cg.colourings[key] === colouring);
      for (let step = 0; step <= 4; step += 1) entries.push(entry(box(cg.scaleColour(theme, colouring, step)), stepWords(name, colouring.limits, step)));
    }
    if (cg.data.totals.uncovered > 0) {
      const dot = cg.el('span', { class: 'swatch dot', 'aria-hidden': 'true' });
      entries.push(entry(dot, cg.t('legend.marker')));
    }
    if (cg.mapOptions.gaps) entries.push(entry(cg.el('span', { class: 'swatch hatch', 'aria-hidden': 'true' }), cg.t('legend.gap')));
    if (cg.data.plan && cg.mapOptions.plan && !colouring.colour) cg.data.plan.phases.forEach((phase, nth) => entries.push(entry(cg.el('span', { class: `swatch site phase-${nth % 5}`, 'aria-hidden': 'true' }, String(nth + 1)), cg.t('legend.site', { phase: phase.name }))));
    if (cg.mapOptions.towers) entries.push(entry(cg.el('span', { class: 'swatch tower', 'aria-hidden': 'true' }, '▲'), cg.t('legend.tower')));
    if (cg.data.benchmark && cg.mapOptions.proposals) entries.push(entry(cg.el('span', { class: 'swatch diamond', 'aria-hidden': 'true' }), cg.t('legend.proposal')));
    if (cg.mainLevel) entries.push(entry(cg.el('span', { class: 'swatch border', 'aria-hidden': 'true' }), cg.t('legend.border', { level: cg.levelName(cg.mainLevel) })));
    cg.show('legend', cg.el('ul', {}, entries));
    cg.byId('map-note').textContent = cg.t('map.note');
  }

  function stepWords(name, limits, step) {
    const say = name === 'covered_share' ? (value) => cg.percent(value === 0.9999 ? 1 : value, 0) : (value) => cg.number(value);
    if (name === 'operators') return step === 4 ? cg.t('legend.orMore', { from: '4' }) : cg.number(step);
    if (step === 0) return cg.t('legend.under', { to: say(limits[0]) });
    if (step === 4) return name === 'covered_share' ? say(1) : cg.t('legend.orMore', { from: say(limits[3]) });
    return cg.t('legend.range', { from: say(limits[step - 1]), to: say(limits[step]) });
  }

  /** The map on paper: the whole study, by status, in the colours of paper. */
  cg.drawPrintMap = () => {
    const canvas = cg.byId('print-map');
    const box = cg.boxAround(cg.place ? cg.place.villages : cg.all);
    if (box === null) return;
    const [w, h] = [Math.max(box[2] - box[0], 1e-9), Math.max(box[3] - box[1], 1e-9)];
    canvas.width = 2000;
    canvas.height = Math.round(Math.min(2400, Math.max(900, (2000 * h) / w)));
    const scale = Math.min((canvas.width - 80) / w, (canvas.height - 80) / h);
    const context = canvas.getContext('2d');
    const view = {
      scale, width: canvas.width, height: canvas.height, lines: 2.2,
      left: ((box[0] + box[2]) / 2) * scale - canvas.width / 2, top: ((box[1] + box[3]) / 2) * scale - canvas.height / 2,
    };
    const theme = cg.theme(canvas);
    cg.draw(context, view, theme, { ...cg.mapOptions, colouring: cg.colourings.status, layers: [], selected: null, ignoreFilter: true });
    scaleBar(context, view, theme, (box[1] + box[3]) / 2);
  };

  function scaleBar(context, view, theme, y) {
    const latitude = latLng(0, y).lat;
    const metres = (40075016.7 * Math.cos((latitude * Math.PI) / 180)) / 256 / view.scale;
    const long = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((km) => (km * 1000) / metres > 220) ?? 1000;
    const width = (long * 1000) / metres;
    const [x0, y0] = [30, view.height - 30];
    context.strokeStyle = theme.text;
    context.lineWidth = 4;
    context.beginPath();
    context.moveTo(x0, y0 - 14); context.lineTo(x0, y0); context.lineTo(x0 + width, y0); context.lineTo(x0 + width, y0 - 14);
    context.stroke();
    context.fillStyle = theme.text;
    context.font = '30px system-ui, sans-serif';
    context.textAlign = 'left';
    context.textBaseline = 'bottom';
    context.fillText(`${cg.number(long)} km`, x0 + 12, y0 - 8);
    context.fillText('↑ N', x0 + width + 40, y0 + 6);
  }

  cg.on('language', legend);
  cg.on('view', legend);
})(window.covgap);
