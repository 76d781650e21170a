// The villages, the units they belong to, and what the reader is looking at.
(function (cg) {
  'use strict';

  const { data } = cg;
  const { villages } = data;
  const count = villages.id.length;

  cg.count = count;
  villages.technology_shares = villages.technology_shares.map(cg.decodeShares);
  villages.operator_shares.forEach((shares) => { shares.share = cg.decodeShares(shares.share); });
  cg.borders = cg.decodeBorders(data.map);
  cg.rings = cg.decodeRings(data.map.rings, count);
  cg.centres = cg.decodePoints(data.map.centres);
  cg.towers = cg.decodePoints(data.map.towers.positions);
  const decoded = new Map();
  cg.layerRings = (nth) => {
    if (!decoded.has(nth)) decoded.set(nth, cg.decodeLayer(data.map.layers[nth].rings));
    return decoded.get(nth);
  };

  /** The outline of one site's service area. */
  const outlines = new Map();
  cg.areaRings = (site) => {
    if (!outlines.has(site)) outlines.set(site, cg.decodeLayer(site.area ?? ''));
    return outlines.get(site);
  };

  // What encloses each village; without an outline, its centre.
  cg.boxes = (() => {
    const boxes = new Float64Array(count * 4);
    const { ringStarts, stepStarts, steps } = cg.rings;
    const { x, y, starts } = cg.borders;
    for (let v = 0; v < count; v += 1) {
      let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
      const include = (px, py) => {
        x0 = Math.min(x0, px); x1 = Math.max(x1, px);
        y0 = Math.min(y0, py); y1 = Math.max(y1, py);
      };
      for (let s = stepStarts[ringStarts[v]]; s < stepStarts[ringStarts[v + 1]]; s += 1) {
        for (let p = starts[steps[s] >> 1]; p < starts[(steps[s] >> 1) + 1]; p += 1) include(x[p], y[p]);
      }
      if (x0 > x1 && v < cg.centres.x.length) include(cg.centres.x[v], cg.centres.y[v]);
      boxes.set([x0, y0, x1, y1], v * 4);
    }
    return boxes;
  })();

  /** The box around some villages; null around none. */
  cg.boxAround = (list) => {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const v of list) {
      box[0] = Math.min(box[0], cg.boxes[v * 4]); box[1] = Math.min(box[1], cg.boxes[v * 4 + 1]);
      box[2] = Math.max(box[2], cg.boxes[v * 4 + 2]); box[3] = Math.max(box[3], cg.boxes[v * 4 + 3]);
    }
    return box[0] <= box[2] ? box : null;
  };

  // Units: which villages each has, and its full name.
  cg.levels = data.levels.map((level, nth) => ({ name: level.name, nth, units: level.units.map((unit, place) => ({ ...unit, nth: place, level: nth, villages: [], children: [] })) }));
  if (cg.levels.length > 0) {
    for (let v = 0; v < count; v += 1) {
      for (let level = 0, unit = villages.unit[v]; level < cg.levels.length && unit !== null; level += 1) {
        cg.levels[level].units[unit].villages.push(v);
        unit = cg.levels[level].units[unit].parent ?? null;
      }
    }
    cg.levels.slice(0, -1).forEach((level, nth) => level.units.forEach((unit) => {
      if (unit.parent !== null) cg.levels[nth + 1].units[unit.parent].children.push(unit);
    }));
  }

  /** The unit of a village on some level. */
  cg.unitOf = (village, level) => {
    let place = villages.unit[village];
    for (let l = 0; l < level && place !== undefined && place !== null; l += 1) place = cg.levels[l].units[place].parent;
    return place === undefined || place === null ? null : cg.levels[level].units[place];
  };
  cg.parentOf = (unit) => (unit.parent === null ? null : cg.levels[unit.level + 1].units[unit.parent]);
  cg.unitName = (unit) => unit.name ?? cg.t('unit.unnamed');
  cg.levelName = (level) => cg.tOr(`level.${cg.fold(level.name).replace(/[^a-z]/g, '')}`, level.name);
  cg.levelTitle = (level) => cg.capital(cg.levelName(level));
  cg.villageName = (v) => villages.name[v] ?? villages.id[v];
  // A level of one unit goes without saying.
  cg.villageParents = (v) => cg.levels.filter((level) => level.units.length > 1).map((level) => cg.unitOf(v, level.nth)).filter(Boolean).map(cg.unitName).join(', ');

  // The level that divides the study best at a glance: the largest with several units.
  cg.mainLevel = [...cg.levels].reverse().find((level) => level.units.length > 1 && level.units.length <= 80)
    ?? [...cg.levels].reverse().find((level) => level.units.length > 1) ?? null;

  /** Whether it fails the rule: the list is about these. */
  cg.isUncovered = (v) => villages.status[v] === 'u';
  cg.peopleOutside = (v) => (villages.population[v] === null ? null : villages.population[v] * (1 - villages.covered_share[v]));
  cg.rankOf = new Map(data.ranking.order.map((v, nth) => [v, nth + 1]));

  /** Totals over some villages, as the summary has them. */
  cg.totals = (list) => {
    const sum = { villages: 0, covered: 0, uncovered: 0, unknown: 0, population: 0, outside: 0, inUncovered: 0, withoutPopulation: 0, area: 0 };
    for (const v of list) {
      const people = villages.population[v];
      sum.villages += 1;
      if (villages.status[v] === 'c') sum.covered += 1;
      else if (villages.status[v] === 'u') sum.uncovered += 1;
      else if (villages.status[v] === '?') sum.unknown += 1;
      if (people === null) sum.withoutPopulation += 1;
      else {
        sum.population += people;
        sum.outside += people * (1 - villages.covered_share[v]);
        if (cg.isUncovered(v)) sum.inUncovered += people;
      }
      sum.area += villages.area_m2[v] ?? 0;
    }
    return sum;
  };

  cg.all = Array.from({ length: count }, (_, v) => v);

  // What the reader has chosen.
  cg.filter = { text: '', unit: null, status: '', class: '', operator: '', power: '' };
  cg.selected = null;
  cg.place = null;
  cg.matches = new Uint8Array(count).fill(1);
  cg.isFiltered = () => Object.values(cg.filter).some((value) => value !== '' && value !== null);

  const searchable = new Array(count).fill(null);
  const searchText = (v) => (searchable[v] ??= cg.fold(`${villages.name[v] ?? ''} ${villages.id[v]} ${cg.villageParents(v)}`));

  cg.powerOf = (v) => (villages.power === null ? null : villages.extra[villages.power].values[v]);

  /** Applies the filter and tells everybody. */
  cg.applyFilter = () => {
    const { text, unit, status, class: kind, operator, power } = cg.filter;
    const words = cg.fold(text).split(/\s+/).filter(Boolean);
    for (let v = 0; v < count; v += 1) {
      cg.matches[v] = (status === '' || villages.status[v] === status)
        && (kind === '' || villages.class[v] === kind)
        && (unit === null || cg.unitOf(v, unit.level) === unit)
        && (operator === '' || (operator === 'none' ? villages.operators[v].length === 0
          : operator === 'only-one' ? villages.operators[v].length === 1 : villages.operators[v].includes(Number(operator))))
        && (power === '' || String(cg.powerOf(v)) === power)
        && words.every((word) => searchText(v).includes(word)) ? 1 : 0;
    }
    cg.emit('filter');
  };

  /** Selects a village, or none. */
  cg.select = (village, { zoom = false, focus = false } = {}) => {
    cg.selected = village;
    cg.zoomToSelection = zoom;
    cg.emit('selection');
    if (focus) cg.byId('evidence').focus({ preventScroll: false });
  };
})(window.covgap);
