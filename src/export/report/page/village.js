// The evidence for one village: why it has its status.
(function (cg) {
  'use strict';

  const { villages, operators, technologies, rule } = cg.data;

  cg.statusBadge = (v) => cg.el('span', { class: `badge status-${{ c: 'covered', u: 'uncovered', p: 'partly' }[villages.status[v]] ?? 'unknown'}` }, cg.t(`status.${villages.status[v]}`));

  cg.classBadge = (v) => (villages.class ? cg.el('span', { class: `badge class-${villages.class[v]}`, title: cg.t('class.means') }, cg.t(`class.${villages.class[v]}`)) : null);

  cg.villageHref = (v) => `#/village/${encodeURIComponent(villages.id[v])}`;
  cg.villageLink = (v) => cg.el('a', { href: cg.villageHref(v) }, cg.villageName(v));

  /** Says a value of a further column. */
  cg.sayValue = (value) => {
    if (value === null || value === '') return '–';
    if (value === true) return cg.t('yes');
    if (value === false) return cg.t('no');
    if (typeof value === 'number') return cg.number(value, Number.isInteger(value) ? 0 : 2);
    return cg.tOr(`value.${cg.fold(value)}`, value);
  };
  cg.sayExtra = (column, v) => {
    const value = column.values[v];
    const isShare = /share$/.test(column.name) && typeof value === 'number' && value >= 0 && value <= 1;
    return isShare ? cg.percent(value) : cg.sayValue(value);
  };
  cg.sayColumn = (name) => cg.tOr(`column.${cg.fold(name).replace(/[^a-z0-9]/g, '_')}`, name);

  /** Why it has its status, in sentences. */
  function sentences(v) {
    const share = villages.covered_share[v];
    const words = { technology: rule.min_technology, share: cg.percent(share), threshold: cg.percent(cg.areaThreshold(rule) ?? 0, 0) };
    const said = [];
    if (villages.status[v] === '?') said.push(cg.t('why.unknown'));
    else if (cg.areaThreshold(rule) !== null) said.push(cg.t(villages.status[v] === 'u' ? 'why.area.uncovered' : 'why.area.covered', words));
    else if (rule.text === 'centre') said.push(cg.t(villages.status[v] === 'u' ? 'why.centre.uncovered' : 'why.centre.covered', words));
    else said.push(cg.t('why.other', { ...words, rule: cg.sayShort(rule.text), status: cg.t(`status.${villages.status[v]}`) }));
    const reached = villages.operators[v].map((operator) => operators[operator]);
    said.push(reached.length ? cg.t('why.operators', { count: reached.length, operators: reached.join(', '), technology: rule.min_technology }) : cg.t('why.noOperator', words));
    const distance = villages.distance_m[v];
    if (distance > 0) said.push(cg.t('why.distance', { distance: cg.distance(distance), technology: rule.min_technology }));
    said.push(...places(v), ...scrutinised(v));
    const margin = villages.margin_m?.[v];
    if (margin !== undefined && margin !== null) said.push(cg.t(margin < 0 ? 'why.margin.uncovered' : 'why.margin.covered', { distance: cg.distance(Math.abs(margin)) }));
    const outside = cg.peopleOutside(v);
    if (outside > 0) said.push(cg.t('why.outside', { people: cg.people(outside), population: cg.number(villages.population[v]) }));
    const others = (cg.data.rules ?? []).filter((row) => row.rule.min_technology === rule.min_technology).filter((row) => !row.active && row.statuses[v] !== villages.status[v] && row.statuses[v] !== '?');
    if (others.length) said.push(cg.t('why.otherRules', { rules: others.map((row) => cg.ruleName(row)).join('; '), status: cg.t(`status.${others[0].statuses[v]}`) }));
    return said;
  }

  /** Its centre, clusters, people and buildings. */
  function places(v) {
    const said = [];
    const centre = villages.centre?.[v];
    if (centre && centre !== '?' && rule.text !== 'centre') said.push(cg.t(`why.centre.${centre === 'c' ? 'covered' : 'uncovered'}`, { technology: rule.min_technology }));
    const clusters = villages.clusters?.[v];
    if (clusters) said.push(cg.t('why.clusters', { served: cg.number(clusters[0]), all: cg.number(clusters[1]), count: clusters[1] }));
    const [people, buildings] = [villages.population_share?.[v], villages.buildings_share?.[v]];
    if (people !== null && people !== undefined) said.push(cg.t('why.population', { share: cg.percent(people) }));
    if (buildings !== null && buildings !== undefined) said.push(cg.t('why.buildings', { share: cg.percent(buildings) }));
    return said;
  }

  /** What people on the ground and measurements say, and what a plan would do. */
  function scrutinised(v) {
    const said = [];
    const [override, measured, doubt] = [cg.overrideOf?.get(v), cg.measuredOf?.get(v), cg.doubtOf?.get(v)];
    if (override) said.unshift(cg.t('why.override', { status: cg.t(`status.${villages.status[v]}`), byRule: cg.t(`status.${override.by_rule}`), who: override.who ?? '?', when: override.when ?? '?', why: override.why ?? '' }));
    if (measured) said.push(cg.t(measured.contradicted ? 'why.contradicted' : 'why.measured', { all: cg.number(measured.all), served: cg.number(measured.served), claimed: cg.number(measured.claimed), wrong: cg.number(measured.false_coverage), count: measured.all }));
    if (doubt && doubt.priority === 1) said.push(cg.t('why.doubt', { reasons: cg.sayReasons(doubt) }));
    const phase = cg.phaseOf?.get(v);
    if (phase !== undefined) said.push(phase === null ? cg.t(cg.data.plan.out_of_reach.includes(v) ? 'why.outOfReach' : 'why.notPlanned') : cg.t('why.planned', { phase: cg.data.plan.phases[phase].name, site: cg.siteOf.get(v)?.id ?? '' }));
    return said;
  }

  /** Shares: a row each operator, a column each technology. */
  function shareTable(v) {
    const shares = new Map(villages.operator_shares.map((s) => [`${s.operator}/${s.technology}`, s.share[v]]));
    const used = operators.map((_, nth) => nth).filter((nth) => villages.operator_shares.some((s) => s.operator === nth));
    const cell = (share) => cg.el('td', { class: 'number' }, share === undefined ? '–' : cg.percent(share, share > 0.005 && share < 0.995 ? 0 : 1));
    const row = (name, cells) => cg.el('tr', {}, cg.el('th', { scope: 'row' }, name), cells.map(cell));
    return cg.el('table', { class: 'compact' },
      cg.el('caption', {}, cg.t('evidence.shares')),
      cg.el('thead', {}, cg.el('tr', {}, cg.el('td', {}), technologies.map((technology) => cg.el('th', { scope: 'col', class: 'number' }, technology)))),
      cg.el('tbody', {},
        row(cg.el('b', {}, cg.t('evidence.any')), villages.technology_shares.map((s) => s[v])),
        used.map((operator) => row(operators[operator], technologies.map((_, t) => shares.get(`${operator}/${t}`))))));
  }

  function facts(v) {
    const pairs = [
      ['column.id', villages.id[v]],
      ['column.population', cg.number(villages.population[v])],
      ['column.households', villages.households.length ? cg.number(villages.households[v]) : null],
      ['column.area', cg.area(villages.area_m2[v])],
      ['column.rank', cg.rankOf.has(v) ? cg.t('evidence.rank', { rank: cg.number(cg.rankOf.get(v)), of: cg.number(cg.rankOf.size), by: cg.tOr(`by.${cg.data.ranking.by}`, cg.data.ranking.by) }) : null],
    ].filter(([, value]) => value !== null).map(([key, value]) => [cg.t(key), value]);
    villages.extra.forEach((column) => pairs.push([cg.sayColumn(column.name), cg.sayExtra(column, v)]));
    return cg.el('dl', { class: 'facts' }, pairs.map(([name, value]) => cg.el('div', {}, cg.el('dt', {}, name), cg.el('dd', {}, value))));
  }

  cg.showEvidence = () => {
    const v = cg.selected;
    if (v === null) {
      cg.show('evidence', cg.el('p', { class: 'quiet' }, cg.t('evidence.hint')));
      return;
    }
    const parents = cg.levels.map((_, level) => cg.unitOf(v, level)).filter(Boolean);
    cg.show('evidence',
      cg.el('h3', {}, cg.villageName(v), ' ', cg.statusBadge(v), ' ', cg.classBadge(v)),
      parents.length ? cg.el('p', { class: 'crumbs' }, parents.flatMap((unit, nth) => [nth ? ', ' : '', cg.unitLink(unit)])) : null,
      cg.el('ul', { class: 'why' }, sentences(v).map((sentence) => cg.el('li', {}, sentence))),
      shareTable(v),
      cg.investmentOf?.(v),
      facts(v),
      cg.el('p', {},
        cg.el('button', { type: 'button', onclick: () => cg.zoomTo([v]) }, cg.t('evidence.zoom')), ' ',
        cg.el('button', { type: 'button', onclick: () => { history.replaceState(null, '', location.pathname + location.search); cg.select(null); } }, cg.t('evidence.close'))));
  };

  cg.on('selection', cg.showEvidence);
  cg.on('language', cg.showEvidence);
})(window.covgap);
