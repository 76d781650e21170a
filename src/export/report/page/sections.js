// The parts of the page that are written once a language.
(function (cg) {
  'use strict';

  const { data } = cg;
  const { villages, ranking, operators, technologies, rule } = data;

  /** What the rule is about: mobile broadband, or service of some technology. */
  cg.service = () => (rule.min_technology === '3G' ? cg.t('service.broadband') : cg.t('service.technology', { technology: rule.min_technology }));

  function answer() {
    const { totals } = data;
    const sum = { villages: totals.villages, covered: totals.covered, uncovered: totals.uncovered, unknown: totals.unknown, inUncovered: totals.people_in_uncovered_villages, outside: totals.people_outside, population: totals.population, withoutPopulation: totals.without_population, area: totals.area_m2 };
    const top = cg.levels[cg.levels.length - 1];
    const place = top?.units.length === 1 ? top.units[0].name : null;
    const title = data.title ?? (place ? cg.t('title.of', { place }) : cg.t('title'));
    document.title = `${title} – covgap`;
    cg.byId('title').textContent = title;
    cg.byId('headline').textContent = cg.answer(sum);
    cg.byId('rule-sentence').textContent = `${cg.sayRule(rule)} ${cg.t('rule.people', { inUncovered: cg.number(Math.round(sum.inUncovered)), outside: cg.number(Math.round(sum.outside)) })}`;
    cg.show('figures', cg.figures(sum));
    const skipped = data.sources.reduce((n, source) => n + source.skipped, 0);
    const discs = data.map.layers.some((layer) => layer.discs > 0);
    cg.show('notices',
      skipped ? cg.el('p', { class: 'notice' }, cg.t('notice.skipped', { count: skipped, skipped: cg.number(skipped) }), ' ', cg.el('a', { href: '#quality-section' }, cg.t('notice.see'))) : null,
      discs ? cg.el('p', { class: 'notice' }, cg.t('notice.discs')) : null);
  }

  /** A table of villages, each linked to its evidence. */
  cg.villageTable = (list, caption, file) => {
    const columns = [
      { key: 'rank', label: cg.t('column.rank'), value: (v) => cg.rankOf.get(v) ?? null, number: true },
      { key: 'name', label: cg.t('column.village'), value: (v) => cg.villageName(v), show: (v) => cg.villageLink(v), head: true },
      ...cg.levels.filter((level) => level.units.length > 1).map((level) => ({
        key: level.name, label: cg.levelTitle(level), value: (v) => { const unit = cg.unitOf(v, level.nth); return unit ? cg.unitName(unit) : null; },
      })),
      { key: 'population', label: cg.t('column.population'), value: (v) => villages.population[v], number: true },
      { key: 'people_outside', label: cg.t('column.outside'), value: (v) => cg.peopleOutside(v), show: (v) => cg.people(cg.peopleOutside(v)), number: true },
      { key: 'covered_share', label: cg.t('column.coveredShare'), value: (v) => villages.covered_share[v], show: (v) => cg.meter(villages.covered_share[v]), number: true },
      { key: 'distance_m', label: cg.t('column.distance'), value: (v) => villages.distance_m[v], show: (v) => cg.distance(villages.distance_m[v]), number: true },
    ];
    if (villages.margin_m) columns.push({ key: 'margin_m', label: cg.t('column.margin'), value: (v) => villages.margin_m[v], show: (v) => cg.signedDistance(villages.margin_m[v]), number: true });
    if (villages.power !== null) columns.push({ key: villages.extra[villages.power].name, label: cg.t('filter.power'), value: (v) => cg.powerOf(v), show: (v) => cg.sayValue(cg.powerOf(v)) });
    columns.push({ key: 'operators', label: cg.t('column.operators'), value: (v) => villages.operators[v].map((o) => operators[o]).join('; ') || null });
    columns.push({ key: 'village_id', label: cg.t('column.id'), value: (v) => villages.id[v] });
    if (!list.some((v) => cg.rankOf.has(v))) columns.shift();
    if (!list.every(cg.isUncovered)) columns.splice(2, 0, { key: 'status', label: cg.t('column.status'), value: (v) => cg.t(`status.${villages.status[v]}`), show: (v) => cg.statusBadge(v) });
    return cg.table({ caption, columns, rows: list, file, paper: 500 });
  };

  /** The list under the map: the uncovered villages, or what the filter finds. */
  function list() {
    const filtered = cg.isFiltered();
    const rows = filtered ? sortedMatches() : ranking.order;
    cg.byId('list-heading').textContent = filtered ? cg.t('list.filtered', { villages: cg.number(rows.length), count: rows.length }) : cg.t('list.heading', { villages: cg.number(rows.length), count: rows.length });
    cg.byId('list-note').textContent = filtered ? cg.t('list.note.filtered') : cg.t('list.note', { by: cg.tOr(`by.${ranking.by}`, ranking.by) });
    cg.show('list', rows.length || filtered ? cg.villageTable(rows, cg.byId('list-heading').textContent, filtered ? 'villages' : 'uncovered') : cg.el('p', {}, cg.t('list.none')));
  }

  const sortedMatches = () => [...ranking.order.filter((v) => cg.matches[v]), ...cg.all.filter((v) => cg.matches[v] && !cg.rankOf.has(v))];

  /** A table of units, each linked to its own part. */
  cg.unitTable = (units, level) => cg.table({
    caption: cg.t('units.caption', { level: cg.levelName(level) }), file: level.name, page: 30,
    rows: units.map((unit) => ({ unit, sum: cg.totals(unit.villages) })).sort((a, b) => b.sum.uncovered - a.sum.uncovered || b.sum.outside - a.sum.outside),
    columns: [
      { key: level.name, label: cg.levelTitle(level), value: (r) => cg.unitName(r.unit), show: (r) => cg.unitLink(r.unit), head: true },
      { key: 'villages', label: cg.t('column.villages'), value: (r) => r.sum.villages, number: true },
      { key: 'covered', label: cg.t('column.covered'), value: (r) => r.sum.covered, number: true },
      { key: 'uncovered', label: cg.t('column.uncovered'), value: (r) => r.sum.uncovered, number: true },
      { key: 'people_in_uncovered_villages', label: cg.t('column.inUncovered'), value: (r) => r.sum.inUncovered, number: true },
      { key: 'people_outside', label: cg.t('column.outside'), value: (r) => r.sum.outside, show: (r) => cg.people(r.sum.outside), number: true },
      { key: 'population', label: cg.t('column.population'), value: (r) => r.sum.population, number: true },
    ],
  });

  function units() {
    const level = cg.mainLevel;
    if (!level) {
      cg.byId('units-section').hidden = true;
      return;
    }
    cg.byId('units-heading').textContent = cg.t('units.heading', { level: cg.levelName(level) });
    const sums = level.units.map((unit) => ({ unit, sum: cg.totals(unit.villages) }));
    const worst = sums.filter(({ sum }) => sum.uncovered > 0).sort((a, b) => b.sum.uncovered - a.sum.uncovered);
    const people = [...sums].filter(({ sum }) => sum.outside >= 0.5).sort((a, b) => b.sum.outside - a.sum.outside).slice(0, 25);
    cg.show('units',
      cg.el('div', { class: 'charts' },
        worst.length ? cg.bars({ title: cg.t('chart.uncovered', { level: cg.levelName(level) }), rows: worst.slice(0, 25).map(({ unit, sum }) => ({ label: cg.unitName(unit), href: cg.unitHref(unit), parts: [{ value: sum.uncovered, kind: 'uncovered' }], text: `${cg.number(sum.uncovered)} / ${cg.number(sum.villages)}` })) }) : null,
        people.length ? cg.bars({ title: cg.t('chart.outside', { level: cg.levelName(level) }), rows: people.map(({ unit, sum }) => ({ label: cg.unitName(unit), href: cg.unitHref(unit), parts: [{ value: sum.inUncovered <= sum.outside ? sum.inUncovered : sum.outside, kind: 'uncovered' }, { value: Math.max(0, sum.outside - sum.inUncovered), kind: 'outside' }], text: `${cg.people(sum.outside)} (${cg.percent(sum.population ? sum.outside / sum.population : 0)})` })) }) : null),
      cg.unitTable(level.units, level));
  }

  /** People by how much of their village is inside. */
  function people() {
    const bins = Array.from({ length: 12 }, () => ({ people: 0, villages: 0 }));
    for (const v of cg.all) {
      const share = villages.covered_share[v];
      const bin = bins[share === 0 ? 0 : share >= 1 ? 11 : 1 + Math.min(9, Math.floor(share * 10))];
      bin.people += villages.population[v] ?? 0;
      bin.villages += 1;
    }
    const label = (nth) => (nth === 0 ? '0' : nth === 11 ? '100' : `${(nth - 1) * 10}–${nth * 10}`);
    const threshold = cg.areaThreshold(rule);
    const kind = (nth) => (threshold === null ? 'covered' : nth === 0 || nth / 10 <= threshold + 1e-9 ? 'uncovered' : 'covered');
    const columns = (key) => bins.slice(0, 11).map((bin, nth) => ({ label: label(nth), value: bin[key], text: cg.number(Math.round(bin[key])), kind: kind(nth) }));
    const rest = bins[11];
    cg.show('people',
      cg.el('p', {}, cg.t('people.note', { people: cg.number(Math.round(rest.people)), villages: cg.number(rest.villages) })),
      cg.el('div', { class: 'charts' },
        cg.columns({ title: cg.t('chart.peopleByShare'), axis: cg.t('chart.shareAxis'), columns: columns('people') }),
        cg.columns({ title: cg.t('chart.villagesByShare'), axis: cg.t('chart.shareAxis'), columns: columns('villages') }),
        marginChart()));
  }

  function marginChart() {
    if (!villages.margin_m) return null;
    const limits = [-2000, -1000, -500, -250, -100, 0, 100, 250, 500, 1000, 2000];
    const bins = Array.from({ length: limits.length + 1 }, () => 0);
    villages.margin_m.forEach((margin, v) => { if (margin !== null) bins[limits.filter((limit) => margin >= limit).length] += villages.population[v] ?? 0; });
    const label = (nth) => (nth === 0 ? `< ${cg.number(limits[0])}` : nth === limits.length ? `≥ ${cg.number(limits[nth - 1])}` : cg.number(limits[nth - 1]));
    return cg.columns({ title: cg.t('chart.peopleByMargin'), axis: cg.t('chart.marginAxis'), columns: bins.map((value, nth) => ({ label: label(nth), value, text: cg.number(Math.round(value)), kind: nth <= 5 ? 'uncovered' : 'covered' })) });
  }

  function operatorSection() {
    let all = 0;
    villages.population.forEach((p) => { all += p ?? 0; });
    const weigh = (share) => {
      if (!all) return null;
      let inside = 0;
      share.forEach((s, v) => { inside += s * (villages.population[v] ?? 0); });
      return inside / all;
    };
    const rows = operators.map((name, operator) => ({ name, operator, cells: technologies.map((_, technology) => {
      const shares = villages.operator_shares.find((s) => s.operator === operator && s.technology === technology);
      return shares ? weigh(shares.share) : null;
    }), reached: villages.operators.filter((list) => list.includes(operator)).length }));
    rows.push({ name: cg.t('operators.any'), operator: null, cells: technologies.map((_, t) => weigh(villages.technology_shares[t])), reached: villages.operators.filter((list) => list.length > 0).length });
    cg.show('operators', cg.el('p', {}, cg.t('operators.note', { technology: rule.min_technology })), cg.table({
      caption: cg.t('operators.caption'), rows, file: 'operators',
      columns: [
        { key: 'operator', label: cg.t('column.operator'), value: (r) => r.name, head: true },
        ...technologies.map((technology, t) => ({ key: `share_of_people_${technology.toLowerCase()}`, label: technology, value: (r) => r.cells[t], show: (r) => (r.cells[t] === null ? '–' : cg.meter(r.cells[t])), number: true })),
        { key: 'villages_reached', label: cg.t('column.reached'), value: (r) => r.reached, number: true },
      ],
    }));
  }

  function quality() {
    const findings = (source, list, number, key) => (number === 0 ? null : cg.el('details', {},
      cg.el('summary', {}, cg.t(key, { file: source.file, count: number, number: cg.number(number) })),
      cg.el('ul', {}, list.map((f) => cg.el('li', {}, `${cg.t('quality.feature', { position: f.position })}${f.id ? ` (${f.id})` : ''}: `, cg.said(f.reason))), number > list.length ? cg.el('li', {}, cg.t('quality.more', { number: cg.number(number - list.length) })) : null)));
    const missing = data.totals.without_population;
    cg.show('quality',
      cg.el('ul', {},
        data.sources.map((s) => cg.el('li', {}, cg.t('quality.counts', { file: s.file, features: cg.number(s.features), used: cg.number(s.features - s.skipped), skipped: cg.number(s.skipped), repaired: cg.number(s.repaired) }))),
        missing ? cg.el('li', {}, cg.t('quality.withoutPopulation', { count: missing, villages: cg.number(missing) })) : null),
      data.warnings.length ? cg.el('div', {}, cg.el('h3', {}, cg.t('quality.warnings')), cg.el('ul', {}, data.warnings.map((text) => cg.el('li', {}, cg.said(text))))) : cg.el('p', {}, cg.t('quality.noWarnings')),
      data.sources.flatMap((s) => [findings(s, s.skips, s.skipped, 'quality.skipped'), findings(s, s.repairs, s.repaired, 'quality.repaired')]));
  }

  function sources() {
    const pair = (name, value) => cg.el('div', {}, cg.el('dt', {}, name), cg.el('dd', {}, value));
    const fold = (parts) => cg.el('details', {}, cg.el('summary', {}, cg.t('sources.columns')), cg.el('ul', {}, parts.map(([meaning, name]) => cg.el('li', {}, `${cg.tOr(`meaning.${cg.fold(meaning).replace(/[^a-z]/g, '_')}`, meaning)}: `, cg.el('code', {}, name)))));
    cg.show('sources',
      cg.el('dl', { class: 'facts' },
        pair(cg.t('sources.version'), `covgap ${data.version}`),
        pair(cg.t('sources.rule'), cg.el('code', {}, `--rule ${rule.text} --min-technology ${rule.min_technology}`)),
        pair(cg.t('sources.plane'), cg.el('span', {}, cg.el('code', {}, data.working_crs[0]), data.working_crs[1] ? [' – ', cg.said(data.working_crs[1])] : null)),
        data.options.map(([name, value]) => pair(cg.el('code', {}, name), value))),
      data.sources.map((s) => cg.el('article', { class: 'source' },
        cg.el('h3', {}, s.file, ' ', cg.el('small', {}, cg.tOr(`role.${s.role}`, s.role))),
        cg.el('dl', { class: 'facts' },
          pair(cg.t('sources.format'), s.format),
          pair(cg.t('sources.features'), cg.number(s.features)),
          pair(cg.t('sources.crs'), cg.el('span', {}, s.crs, ' (', cg.said(s.crs_from), ')')),
          s.sha256 ? pair('SHA-256', cg.el('code', { class: 'hash' }, s.sha256)) : null),
        s.columns.length ? fold(s.columns) : null)));
  }

  function words() {
    cg.show('words', ['covered', 'white', 'hollow', 'broadband', 'serviceArea', 'outside', 'inUncovered', 'newlyCovered'].map((key) => cg.el('div', {}, cg.el('dt', {}, cg.t(`word.${key}`)), cg.el('dd', {}, cg.t(`word.${key}.means`)))));
    cg.byId('made-with').textContent = cg.t('madeWith', { version: data.version });
  }

  cg.showList = list;
  cg.on('filter', list);
  cg.on('language', () => {
    [answer, list, units, cg.showPlace, people, operatorSection, quality, sources, words].forEach((write) => write());
  });
})(window.covgap);
