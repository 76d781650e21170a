// The ranking for investment: what puts each village where it is, and how sure that is.
(function (cg) {
  'use strict';

  const { investment, villages } = cg.data;
  if (!investment?.order.length) return;

  const { criteria, order } = investment;
  const placeOf = new Map(order.map((v, nth) => [v, nth]));
  const hasScores = criteria.some((c) => c.contributions.length);
  cg.sayCriterion = (criterion) => cg.tOr(`criterion.${criterion.name}`, criterion.name);

  const sayValue = (criterion, value) => {
    if (value === null) return '–';
    if (criterion.unit === 'share') return cg.percent(value, 0);
    if (criterion.unit === 'yes/no') return cg.t(value ? 'yes' : 'no');
    if (criterion.unit === 'm') return cg.distance(value);
    if (criterion.unit === 'money') return cg.money(value, null);
    return cg.number(value, Math.abs(value) >= 10 || Number.isInteger(value) ? 0 : 1);
  };
  const interval = (nth) => {
    const found = investment.intervals[nth];
    return found ? (found[0] === found[1] ? cg.number(found[0]) : `${cg.number(found[0])}–${cg.number(found[1])}`) : '–';
  };

  /** For the evidence of one village: its rank taken apart. */
  cg.investmentOf = (v) => {
    const nth = placeOf.get(v);
    if (nth === undefined) return null;
    const parts = criteria.map((c) => ({ name: cg.sayCriterion(c), value: sayValue(c, c.values[nth]), part: c.contributions[nth] ?? null }));
    return cg.el('div', {}, cg.el('h4', {}, cg.t('investment.rank', { rank: cg.number(nth + 1), of: cg.number(order.length), interval: interval(nth) })),
      cg.el('table', { class: 'compact' },
        cg.el('caption', { class: 'visually-hidden' }, cg.t('investment.parts')),
        cg.el('thead', {}, cg.el('tr', {}, ['column.criterion', 'column.value', 'column.contribution'].map((key, column) => cg.el('th', { scope: 'col', class: column ? 'number' : null }, cg.t(key))))),
        cg.el('tbody', {}, parts.map((part) => cg.el('tr', {}, cg.el('th', { scope: 'row' }, part.name), cg.el('td', { class: 'number' }, part.value), cg.el('td', { class: 'number' }, part.part === null ? '–' : cg.number(part.part, 3)))))));
  };

  function chart() {
    if (!hasScores) return null;
    return cg.el('div', {}, cg.bars({
      title: cg.t('chart.investment'), labelWidth: 210,
      rows: order.slice(0, 20).map((v, nth) => ({
        label: `${nth + 1}. ${cg.villageName(v)}`, href: cg.villageHref(v), text: interval(nth),
        parts: criteria.map((c, place) => ({ value: Math.max(0, c.contributions[nth]), kind: `part-${place % 7}`, title: `${cg.sayCriterion(c)}: ${cg.number(c.contributions[nth], 3)}` })),
      })),
    }), cg.el('ul', { class: 'key' }, criteria.map((c, place) => cg.el('li', {}, cg.el('span', { class: `swatch operator-${place % 7}`, 'aria-hidden': 'true' }), `${cg.sayCriterion(c)} (${cg.percent(c.weight, 0)})`))));
  }

  function table() {
    const columns = [
      { key: 'rank', label: cg.t('column.rank'), value: (r) => r.nth + 1, number: true },
      { key: 'name', label: cg.t('column.village'), value: (r) => cg.villageName(r.v), show: (r) => cg.villageLink(r.v), head: true },
      { key: 'place', label: cg.t('column.place'), value: (r) => cg.villageParents(r.v) },
    ];
    if (hasScores) {
      columns.push({ key: 'score', label: cg.t('column.score'), value: (r) => investment.scores[r.nth], show: (r) => cg.number(investment.scores[r.nth], 3), number: true });
      columns.push({ key: 'rank_interval', label: cg.t('column.interval'), value: (r) => investment.intervals[r.nth]?.[1] ?? null, show: (r) => interval(r.nth), number: true });
      columns.push({ key: 'in_top', label: cg.t('column.inTop'), value: (r) => investment.in_top[r.nth], show: (r) => cg.percent(investment.in_top[r.nth], 0), number: true });
    }
    criteria.forEach((c) => columns.push({ key: c.name, label: cg.sayCriterion(c), value: (r) => c.values[r.nth], show: (r) => sayValue(c, c.values[r.nth]), number: true }));
    return cg.table({ caption: cg.t('investment.heading'), hideCaption: true, rows: order.map((v, nth) => ({ v, nth })), file: 'ranking', columns, page: 30 });
  }

  function reversals() {
    const list = [...investment.reversals].sort((a, b) => b.share - a.share);
    if (!list.length) return null;
    return cg.el('details', {}, cg.el('summary', {}, cg.t('investment.reversals', { pairs: cg.number(list.length), count: list.length })), cg.el('ul', {}, list.slice(0, 30).map((pair) => cg.el('li', {}, cg.villageLink(pair.first), ' / ', cg.villageLink(pair.second), ` (${cg.percent(pair.share, 0)})`))));
  }

  cg.on('language', () => {
    cg.byId('investment-section').hidden = false;
    const missing = order.filter((_, nth) => criteria.some((c) => c.values[nth] === null)).length;
    cg.show('investment',
      cg.el('p', {}, cg.t('investment.note')),
      missing ? cg.el('p', { class: 'notice' }, cg.t('investment.missing', { villages: cg.number(missing), count: missing })) : null,
      chart(), table(), reversals());
  });
})(window.covgap);
