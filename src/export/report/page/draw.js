// Draws the study on a canvas: the map on the screen and the one on paper.
(function (cg) {
  'use strict';

  const { villages } = cg.data;

  /** The colours of the style sheet, as they are now. */
  cg.theme = (element = document.documentElement) => {
    const style = getComputedStyle(element);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
      status: { c: colour('covered'), u: colour('uncovered'), p: colour('partly'), '?': colour('unknown') },
      scale: [0, 1, 2, 3, 4].map((nth) => colour(`scale-${nth}`)),
      operators: [0, 1, 2, 3, 4, 5, 6].map((nth) => colour(`operator-${nth}`)),
      line: colour('map-line'), strong: colour('map-strong'), paper: colour('map-paper'),
      phases: [0, 1, 2, 3, 4].map((nth) => colour(`phase-${nth}`)), phaseText: [0, 1, 2, 3, 4].map((nth) => colour(`phase-text-${nth}`)), gap: colour('gap'),
      text: colour('map-text'), selected: colour('selected'), proposal: colour('proposal'),
    };
  };

  // Steps of the scales: the class of a value is the number of limits it reaches.
  const LIMITS = { covered_share: [0.25, 0.5, 0.75, 0.9999], outside: [1, 100, 300, 1000] };
  // Classes share the colours of what they mean: white is uncovered, hollow is partly covered.
  const CLASS = { w: 'u', h: 'p' };
  cg.colourings = {
    status: { letters: villages.status },
    class: { letters: villages.class ?? '' },
    covered_share: { limits: LIMITS.covered_share, value: (v) => villages.covered_share[v], high: 'good' },
    outside: { limits: LIMITS.outside, value: cg.peopleOutside, high: 'bad' },
    operators: { limits: [1, 2, 3, 4], value: (v) => villages.operators[v].length, high: 'good' },
  };
  if (cg.data.plan) {
    const served = new Map(cg.data.plan.served);
    // What was covered before stays as it is; what is covered by the plan has its phase's colour.
    cg.colourings.phase = { colour: (theme, v) => {
      const phase = served.get(v);
      return phase === undefined || phase === null ? theme.status[villages.status[v]] : theme.phases[phase % 5];
    } };
  }

  /** The colour of a village. */
  function colourOf(theme, colouring, v) {
    if (colouring.colour) return colouring.colour(theme, v);
    if (colouring.letters !== undefined) return theme.status[CLASS[colouring.letters[v]] ?? colouring.letters[v]];
    const value = colouring.value(v);
    return value === null ? theme.status['?'] : cg.scaleColour(theme, colouring, colouring.limits.filter((limit) => value >= limit).length);
  }
  cg.scaleColour = (theme, colouring, step) => theme.scale[colouring.high === 'good' ? 4 - step : step];

  /** Adds a village's rings to the path; what is under a dot wide becomes a dot. */
  function trace(context, view, v) {
    const { scale, left, top } = view;
    const { ringStarts, stepStarts, steps } = cg.rings;
    const { x, y, starts } = cg.borders;
    const box = cg.boxes;
    if ((box[v * 4 + 2] - box[v * 4]) * scale < 1.5 && (box[v * 4 + 3] - box[v * 4 + 1]) * scale < 1.5) {
      context.rect(box[v * 4] * scale - left - 0.5, box[v * 4 + 1] * scale - top - 0.5, 1.8, 1.8);
      return;
    }
    for (let ring = ringStarts[v]; ring < ringStarts[v + 1]; ring += 1) {
      let [lastX, lastY, begun] = [0, 0, false];
      for (let s = stepStarts[ring]; s < stepStarts[ring + 1]; s += 1) {
        const border = steps[s] >> 1;
        const [from, to, by] = steps[s] & 1
          ? [starts[border + 1] - 1, starts[border] - 1, -1] : [starts[border], starts[border + 1], 1];
        for (let p = from; p !== to; p += by) {
          const px = x[p] * scale - left;
          const py = y[p] * scale - top;
          if (!begun) {
            context.moveTo(px, py);
            begun = true;
          } else if (p + by !== to && Math.abs(px - lastX) < 0.7 && Math.abs(py - lastY) < 0.7) continue;
          else context.lineTo(px, py);
          lastX = px;
          lastY = py;
        }
      }
      context.closePath();
    }
  }

  const isInView = (view, v) => {
    const b = cg.boxes;
    return b[v * 4 + 2] * view.scale >= view.left && b[v * 4] * view.scale <= view.left + view.width
      && b[v * 4 + 3] * view.scale >= view.top && b[v * 4 + 1] * view.scale <= view.top + view.height;
  };

  // A canvas takes ever longer over each line of a path: many small paths are far faster.
  const BATCH = 50;

  function fillVillages(context, view, theme, options, visible) {
    const groups = new Map();
    for (const v of visible) {
      const colour = colourOf(theme, options.colouring, v);
      const key = `${cg.matches[v] || options.ignoreFilter ? 1 : 0}${colour}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(v);
    }
    for (const [key, list] of groups) {
      context.globalAlpha = (key[0] === '1' ? 1 : 0.22) * options.opacity;
      context.fillStyle = key.slice(1);
      context.strokeStyle = context.fillStyle;
      context.lineWidth = 0.7;
      for (let from = 0; from < list.length; from += BATCH) {
        context.beginPath();
        for (let nth = from; nth < Math.min(from + BATCH, list.length); nth += 1) trace(context, view, list[nth]);
        context.fill();
        if (context.globalAlpha === 1) context.stroke(); // closes the hairlines between batches
      }
    }
    context.globalAlpha = 1;
  }

  function strokeBorders(context, view, theme) {
    const { x, y, starts, levels } = cg.borders;
    const { scale, left, top, width, height } = view;
    const kinds = [[], [], [], []];
    // 0: between villages, 1: smallest unit, 2: larger units, 3: the outside.
    for (let b = 0; b < levels.length; b += 1) kinds[levels[b] === 'o' ? 3 : Math.min(2, Number(levels[b]))].push(b);
    const widths = view.villageWidth > 10 ? [0.5, 1, 1.8, 1.8] : [0, view.villageWidth > 4 ? 0.5 : 0, 1.1, 1.4];
    kinds.forEach((list, kind) => {
      if (widths[kind] === 0) return;
      context.lineWidth = widths[kind] * view.lines;
      context.strokeStyle = kind < 2 ? theme.line : theme.strong;
      context.beginPath();
      for (const [nth, b] of list.entries()) {
        if (nth % (4 * BATCH) === 4 * BATCH - 1) {
          context.stroke();
          context.beginPath();
        }
        let [lastX, lastY] = [1e9, 1e9];
        for (let p = starts[b]; p < starts[b + 1]; p += 1) {
          const px = x[p] * scale - left;
          const py = y[p] * scale - top;
          const last = p === starts[b + 1] - 1;
          if (p === starts[b]) {
            if (last || (px < -width || px > 2 * width || py < -height || py > 2 * height)) break;
            context.moveTo(px, py);
          } else if (!last && Math.abs(px - lastX) < 1 && Math.abs(py - lastY) < 1) continue;
          else context.lineTo(px, py);
          lastX = px;
          lastY = py;
        }
      }
      context.stroke();
    });
  }

  /** Adds the rings of an outline to the path. */
  function traceRings(context, view, { x, y, starts }) {
    const { scale, left, top } = view;
    for (let ring = 0; ring < starts.length - 1; ring += 1) {
      for (let p = starts[ring]; p < starts[ring + 1]; p += 1) {
        const [px, py] = [x[p] * scale - left, y[p] * scale - top];
        if (p === starts[ring]) context.moveTo(px, py);
        else context.lineTo(px, py);
      }
      context.closePath();
    }
  }

  function fillLayer(context, view, nth, colour, pattern) {
    context.beginPath();
    traceRings(context, view, cg.layerRings(nth));
    context.globalAlpha = 0.28;
    context.fillStyle = colour;
    context.fill('evenodd');
    context.globalAlpha = 0.9;
    context.strokeStyle = colour;
    context.lineWidth = 1.2 * view.lines;
    context.setLineDash(pattern);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }
  /** Hatches what lies outside every service area that counts: the hole itself. */
  function hatchGaps(context, view, theme, visible) {
    const { width, height } = context.canvas;
    const aside = document.createElement('canvas');
    [aside.width, aside.height] = [width, height];
    const on = aside.getContext('2d');
    on.setTransform(context.getTransform());
    const tile = document.createElement('canvas');
    const dots = 6 * view.lines * (view.lines > 1 ? 1 : window.devicePixelRatio || 1);
    [tile.width, tile.height] = [Math.round(dots), Math.round(dots)];
    const line = tile.getContext('2d');
    line.strokeStyle = theme.gap;
    line.lineWidth = tile.width / 4.5;
    line.beginPath();
    for (const shift of [-1, 0, 1]) {
      line.moveTo((shift - 0.1) * tile.width, 1.1 * tile.width);
      line.lineTo((shift + 1.1) * tile.width, -0.1 * tile.width);
    }
    line.stroke();
    on.fillStyle = theme.gap;
    for (let from = 0; from < visible.length; from += BATCH) {
      on.beginPath();
      for (let nth = from; nth < Math.min(from + BATCH, visible.length); nth += 1) {
        if (villages.covered_share[visible[nth]] < 1) trace(on, view, visible[nth]);
      }
      on.fill();
    }
    on.globalCompositeOperation = 'destination-out';
    for (const nth of cg.data.map.counting) {
      on.beginPath();
      traceRings(on, view, cg.layerRings(nth));
      on.fill('evenodd');
    }
    on.globalCompositeOperation = 'source-in';
    on.setTransform(1, 0, 0, 1, 0, 0);
    on.fillStyle = on.createPattern(tile, 'repeat');
    on.fillRect(0, 0, width, height);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(aside, 0, 0);
    context.restore();
  }

  // One dash a technology, so that layers differ by more than their colour.
  cg.DASHES = [[2, 3], [6, 3], [], [8, 3, 2, 3]];

  function markers(context, view, theme, options, visible) {
    for (const v of visible) {
      if (!cg.isUncovered(v) || !(cg.matches[v] || options.ignoreFilter) || v >= cg.centres.x.length) continue;
      const [px, py] = [cg.centres.x[v] * view.scale - view.left, cg.centres.y[v] * view.scale - view.top];
      const radius = Math.min(9, 3 + Math.sqrt(villages.population[v] ?? 0) / 8) * view.lines;
      disc(context, px, py, radius, theme.status.u, theme.paper, view);
    }
  }

  function disc(context, px, py, radius, fill, stroke, view) {
    context.beginPath();
    context.arc(px, py, radius, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
    context.lineWidth = 1.3 * view.lines;
    context.strokeStyle = stroke;
    context.stroke();
  }

  function towers(context, view, theme) {
    const { operator } = cg.data.map.towers;
    for (let t = 0; t < cg.towers.x.length; t += 1) {
      const [px, py] = [cg.towers.x[t] * view.scale - view.left, cg.towers.y[t] * view.scale - view.top];
      if (px < 0 || py < 0 || px > view.width || py > view.height) continue;
      context.beginPath();
      context.moveTo(px, py - 4 * view.lines);
      context.lineTo(px + 3.5 * view.lines, py + 3 * view.lines);
      context.lineTo(px - 3.5 * view.lines, py + 3 * view.lines);
      context.closePath();
      context.fillStyle = operator[t] === null ? theme.text : theme.operators[operator[t] % theme.operators.length];
      context.fill();
      context.lineWidth = 0.8 * view.lines;
      context.strokeStyle = theme.paper;
      context.stroke();
    }
  }

  const isSited = (site) => Array.isArray(site.at);

  /** Where a site of the plan or a proposal stands on the picture. */
  function placeOf(view, site) {
    const [x, y] = cg.projectLonLat(site.at[0], site.at[1]);
    return [x * view.scale - view.left, y * view.scale - view.top];
  }

  function siteArea(context, view, site, colour) {
    context.beginPath();
    traceRings(context, view, cg.areaRings(site));
    context.globalAlpha = 0.22;
    context.fillStyle = colour;
    context.fill('evenodd');
    context.globalAlpha = 1;
    context.strokeStyle = colour;
    context.lineWidth = 1.4 * view.lines;
    context.stroke();
  }

  function sites(context, view, theme, options) {
    const plan = options.plan ? (cg.data.plan?.sites ?? []).filter(isSited) : [];
    const proposals = options.proposals ? (cg.data.benchmark?.sites ?? []).filter(isSited) : [];
    if (options.areas) plan.forEach((site) => siteArea(context, view, site, theme.phases[site.phase % 5]));
    if (options.site) siteArea(context, view, options.site, theme.proposal);
    for (const site of proposals) {
      const [px, py] = placeOf(view, site);
      const size = (site === options.site ? 8 : 5.5) * view.lines;
      context.beginPath();
      context.moveTo(px, py - size); context.lineTo(px + size, py); context.lineTo(px, py + size); context.lineTo(px - size, py);
      context.closePath();
      context.fillStyle = site.verdict === 'accept' ? theme.proposal : theme.paper;
      context.fill();
      context.lineWidth = 1.6 * view.lines;
      context.strokeStyle = site.verdict === 'accept' ? theme.paper : theme.proposal;
      context.stroke();
    }
    for (const site of plan) {
      const [px, py] = placeOf(view, site);
      const size = 8 * view.lines;
      context.beginPath();
      context.moveTo(px, py - size * 1.1); context.lineTo(px + size, py + size * 0.8); context.lineTo(px - size, py + size * 0.8);
      context.closePath();
      context.fillStyle = theme.phases[site.phase % 5];
      context.fill();
      context.lineWidth = (site === options.site ? 3 : 1.3) * view.lines;
      context.strokeStyle = theme.paper;
      context.stroke();
      write(context, String(site.phase + 1), px, py + size * 0.25, theme.phaseText[site.phase % 5], theme.phases[site.phase % 5], 8.5 * view.lines);
    }
  }

  function write(context, text, px, py, colour, halo, size) {
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = size / 4;
    context.strokeStyle = halo;
    context.strokeText(text, px, py);
    context.fillStyle = colour;
    context.fillText(text, px, py);
  }

  /** Names: of the units that fit, then of the villages; none over another. */
  function labels(context, view, theme, visible) {
    const taken = [];
    const size = 12 * view.lines;
    const put = (text, px, py, weight) => {
      const half = text.length * weight * 0.29;
      if (px < 0 || py < 0 || px > view.width || py > view.height) return;
      if (taken.some(([tx, ty, th]) => Math.abs(tx - px) < th + half + 4 && Math.abs(ty - py) < weight * 1.3)) return;
      taken.push([px, py, half]);
      write(context, text, px, py, theme.text, theme.paper, weight);
    };
    for (const level of [...cg.levels].reverse()) {
      if (level.units.length < 2) continue;
      const isMain = level === cg.mainLevel;
      if (!isMain && (view.villageWidth < 14 || level.nth > cg.mainLevel?.nth)) continue;
      for (const unit of level.units) {
        const at = anchor(unit);
        if (at) put(shorten(cg.unitName(unit)), at[0] * view.scale - view.left, at[1] * view.scale - view.top, isMain ? size : size * 0.9);
      }
    }
    if (view.villageWidth < 45) return;
    for (const v of visible) {
      if (v < cg.centres.x.length) put(cg.villageName(v), cg.centres.x[v] * view.scale - view.left, cg.centres.y[v] * view.scale - view.top + 14, size * 0.85);
    }
  }

  // A map has no room for the kind of unit in front of every name.
  const shorten = (name) => name.replace(/^(Huyện|Thị xã|Thành phố|Xã|Phường|Thị trấn)\s+/u, '');

  const anchors = new Map();
  function anchor(unit) {
    if (!anchors.has(unit)) {
      let [sx, sy, weight] = [0, 0, 0];
      for (const v of unit.villages) {
        const b = cg.boxes;
        const [w, h] = [b[v * 4 + 2] - b[v * 4], b[v * 4 + 3] - b[v * 4 + 1]];
        if (!(w >= 0)) continue;
        const area = w * h + 1e-12;
        sx += area * (b[v * 4] + b[v * 4 + 2]) / 2;
        sy += area * (b[v * 4 + 1] + b[v * 4 + 3]) / 2;
        weight += area;
      }
      anchors.set(unit, weight > 0 ? [sx / weight, sy / weight] : null);
    }
    return anchors.get(unit);
  }

  function outline(context, view, list, colour, width) {
    context.lineWidth = width * view.lines;
    context.strokeStyle = colour;
    context.beginPath();
    list.forEach((v) => trace(context, view, v));
    context.stroke();
  }

  // How wide a village is on the whole, in units of the map's plane.
  const typicalWidth = (() => {
    const widths = cg.all.map((v) => cg.boxes[v * 4 + 2] - cg.boxes[v * 4]).filter((w) => w > 0).sort((a, b) => a - b);
    return widths.length ? widths[widths.length >> 1] : 0;
  })();

  /**
   * Draws everything. `view`: pixels a unit of the plane (`scale`), what is cut off (`left`,
   * `top`), `width`, `height`, and `lines`, which makes lines and letters larger on paper.
   */
  cg.draw = (context, view, theme, options) => {
    view.villageWidth = (typicalWidth * view.scale) / view.lines;
    const visible = cg.all.filter((v) => isInView(view, v));
    const layers = [...options.layers];
    fillVillages(context, view, theme, { ...options, opacity: layers.length ? 0.45 : 1 }, visible);
    for (const nth of layers) {
      const { operator, technology } = cg.data.map.layers[nth];
      fillLayer(context, view, nth, theme.operators[operator % theme.operators.length], cg.DASHES[technology].map((d) => d * view.lines));
    }
    if (options.gaps) hatchGaps(context, view, theme, visible);
    strokeBorders(context, view, theme);
    if (options.towers) towers(context, view, theme);
    if (options.markers) markers(context, view, theme, options, visible);
    sites(context, view, theme, options);
    labels(context, view, theme, visible);
    if (options.selected !== null) outline(context, view, [options.selected], theme.selected, 3);
  };

  /** The village at a place of the plane, the nearest marked one within `reach` first. */
  cg.villageAt = (x, y, reach) => {
    let best = null;
    let nearest = reach;
    for (const v of cg.data.ranking.order) {
      const away = Math.hypot(cg.centres.x[v] - x, cg.centres.y[v] - y);
      if (away < nearest) [best, nearest] = [v, away];
    }
    if (best !== null) return best;
    for (let v = 0; v < cg.count; v += 1) {
      const b = cg.boxes;
      if (x >= b[v * 4] - reach && x <= b[v * 4 + 2] + reach && y >= b[v * 4 + 1] - reach && y <= b[v * 4 + 3] + reach
        && (b[v * 4] === b[v * 4 + 2] || isInside(v, x, y))) return v;
    }
    return null;
  };

  function isInside(v, px, py) {
    const { ringStarts, stepStarts, steps } = cg.rings;
    const { x, y, starts } = cg.borders;
    let inside = false;
    for (let s = stepStarts[ringStarts[v]]; s < stepStarts[ringStarts[v + 1]]; s += 1) {
      const border = steps[s] >> 1;
      for (let p = starts[border] + 1; p < starts[border + 1]; p += 1) {
        if ((y[p] > py) !== (y[p - 1] > py) && px < ((x[p - 1] - x[p]) * (py - y[p])) / (y[p - 1] - y[p]) + x[p]) inside = !inside;
      }
    }
    return inside;
  }
})(window.covgap);
