// Rules side by side, the plan, the proposals: shown when the data have them.
(function (cg) {
  'use strict';

  const { rules, plan, proposals } = cg.data;
  const money = (value, currency) => (value === null || value === undefined ? '–' : `${cg.number(value >= 1e6 ? value / 1e6 : value, value >= 1e6 && value < 1e8 ? 1 : 0)}${value >= 1e6 ? ` ${cg.t('money.million')}` : ''} ${currency}`);

  cg.ruleName = (row) => `${row.preset ? `${row.preset}: ` : ''}${row.rule.text}, ${row.rule.min_technology}${row.rule.operators === 'any' ? '' : `, ${cg.t('column.operators')}: ${row.rule.operators}`}`;

  function showRules() {
    cg.byId('rules-section').hidden = !rules?.length;
    if (!rules?.length) return;
    cg.show('rules',
      cg.el('p', {}, cg.t('rules.note')),
      cg.bars({ title: cg.t('chart.rules'), labelWidth: 270, rows: rules.map((row) => ({ label: cg.ruleName(row), parts: [{ value: row.uncovered_villages, kind: row.active ? 'uncovered' : 'outside' }], text: cg.number(row.uncovered_villages) })) }),
      cg.table({
        caption: cg.t('rules.heading'), rows: rules, file: 'rules',
        columns: [
          { key: 'rule', label: cg.t('column.rule'), value: (r) => cg.ruleName(r), show: (r) => cg.el('span', {}, cg.el('code', {}, cg.ruleName(r)), r.active ? cg.el('b', {}, ` ${cg.t('rules.active')}`) : null, cg.el('br'), cg.el('small', {}, cg.sayRule(r.rule))), head: true },
          { key: 'uncovered_villages', label: cg.t('column.uncovered'), value: (r) => r.uncovered_villages, number: true },
          { key: 'unknown_villages', label: cg.t('column.unknown'), value: (r) => r.unknown_villages, number: true },
          { key: 'people', label: cg.t('column.inUncovered'), value: (r) => r.people, number: true },
          { key: 'households', label: cg.t('column.householdsThere'), value: (r) => r.households, number: true },
        ],
      }),
      rulesByUnit(), agreement());
  }

  const letter = (nth) => (nth < 26 ? String.fromCharCode(65 + nth) : `A${String.fromCharCode(39 + nth)}`);
  const key = () => cg.el('p', { class: 'quiet' }, rules.map((row, nth) => `${letter(nth)} = ${cg.ruleName(row)}`).join('; '));

  /** Uncovered villages under each rule, a row each unit of the main level. */
  function rulesByUnit() {
    if (!cg.mainLevel || !rules[0].statuses) return null;
    const rows = cg.mainLevel.units.map((unit) => ({ unit, counts: rules.map((row) => unit.villages.reduce((sum, v) => sum + (row.statuses[v] === 'u'), 0)) })).filter((row) => row.counts.some((count) => count > 0)).sort((a, b) => b.counts[0] - a.counts[0]);
    return cg.el('div', {}, cg.el('h3', {}, cg.t('rules.byUnit', { level: cg.levelName(cg.mainLevel) })), key(), cg.table({
      caption: cg.t('rules.byUnit', { level: cg.levelName(cg.mainLevel) }), rows, file: 'rules-by-unit', page: 30,
      columns: [
        { key: cg.mainLevel.name, label: cg.levelTitle(cg.mainLevel), value: (r) => cg.unitName(r.unit), show: (r) => cg.unitLink(r.unit), head: true },
        ...rules.map((_, nth) => ({ key: letter(nth), label: letter(nth), value: (r) => r.counts[nth], number: true })),
      ],
    }));
  }

  /** In how many villages two rules disagree. */
  function agreement() {
    if (!rules[0].statuses || rules.length < 2) return null;
    const differ = (a, b) => {
      let count = 0;
      for (let v = 0; v < cg.count; v += 1) count += a[v] !== b[v] && a[v] !== '?' && b[v] !== '?' ? 1 : 0;
      return count;
    };
    return cg.el('div', {}, cg.el('h3', {}, cg.t('rules.agreement')), cg.el('p', { class: 'quiet' }, cg.t('rules.agreement.note')), cg.table({
      caption: cg.t('rules.agreement'), rows: rules.map((row, nth) => ({ row, nth })), file: 'rules-agreement',
      columns: [
        { key: 'rule', label: cg.t('column.rule'), value: (r) => `${letter(r.nth)} ${cg.ruleName(r.row)}`, head: true },
        ...rules.map((other, nth) => ({ key: letter(nth), label: letter(nth), value: (r) => (r.nth === nth ? null : differ(r.row.statuses, other.statuses)), number: true })),
      ],
    }));
  }

  function showPlan() {
    cg.byId('plan-section').hidden = !plan;
    if (!plan) return;
    const { currency } = plan;
    cg.show('plan',
      cg.table({
        caption: cg.t('plan.phases'), rows: plan.phases, file: 'phases',
        columns: [
          { key: 'phase', label: cg.t('column.phase'), value: (p) => p.name, head: true },
          { key: 'sites', label: cg.t('column.sites'), value: (p) => p.sites, number: true },
          { key: 'budget', label: cg.t('column.budget'), value: (p) => p.budget, show: (p) => money(p.budget, currency), number: true },
          { key: 'cost', label: cg.t('column.cost'), value: (p) => p.cost, show: (p) => money(p.cost, currency), number: true },
          { key: 'villages', label: cg.t('column.newVillages'), value: (p) => p.villages, number: true },
          { key: 'people', label: cg.t('column.newPeople'), value: (p) => p.people, number: true },
        ],
      }),
      plan.curve.length ? cg.curve({ title: cg.t('chart.plan'), points: plan.curve.map((p) => [p.cost, p.people]), xAxis: `${cg.t('column.cost')} (${currency})`, yAxis: cg.t('column.newPeople'), sayX: (value) => money(value, currency), sayY: (value) => cg.number(value) }) : null,
      cg.table({
        caption: cg.t('plan.sites'), rows: plan.sites, file: 'plan',
        columns: [
          { key: 'site', label: cg.t('column.site'), value: (s) => s.id, head: true },
          { key: 'phase', label: cg.t('column.phase'), value: (s) => plan.phases[s.phase]?.name },
          { key: 'cost', label: cg.t('column.cost'), value: (s) => s.cost, show: (s) => money(s.cost, currency), number: true },
          { key: 'villages', label: cg.t('column.newVillages'), value: (s) => s.villages.length, show: (s) => cg.el('span', {}, s.villages.flatMap((v, nth) => [nth ? ', ' : '', cg.villageLink(v)])), number: true },
        ],
      }),
      plan.certificate.length ? cg.el('dl', { class: 'facts' }, plan.certificate.map(([name, value]) => cg.el('div', {}, cg.el('dt', {}, cg.tOr(`certificate.${name}`, name)), cg.el('dd', {}, value)))) : null);
  }

  function showProposals() {
    cg.byId('proposals-section').hidden = !proposals?.length;
    if (!proposals?.length) return;
    cg.show('proposals', cg.table({
      caption: cg.t('proposals.heading'), rows: proposals, file: 'proposals',
      columns: [
        { key: 'site', label: cg.t('column.site'), value: (p) => p.id, head: true },
        { key: 'operator', label: cg.t('column.operator'), value: (p) => p.operator },
        { key: 'verdict', label: cg.t('column.verdict'), value: (p) => p.verdict, show: (p) => cg.tOr(`verdict.${p.verdict}`, p.verdict) },
        { key: 'people_alone', label: cg.t('column.peopleAlone'), value: (p) => p.people[0], number: true },
        { key: 'people_after_others', label: cg.t('column.peopleAfter'), value: (p) => p.people[1], number: true },
        { key: 'villages_alone', label: cg.t('column.newVillages'), value: (p) => p.villages[0], number: true },
        { key: 'cost', label: cg.t('column.cost'), value: (p) => p.cost, number: true },
        { key: 'reason', label: cg.t('column.reason'), value: (p) => p.reason, show: (p) => cg.el('span', { lang: 'en' }, p.reason) },
      ],
    }));
  }

  cg.on('language', () => [showRules, showPlan, showProposals].forEach((write) => write()));
})(window.covgap);
