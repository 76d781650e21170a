// What to build when: phases, the curve, what more money buys, and how good the plan is.
(function (cg) {
  'use strict';

  const { plan } = cg.data;
  if (!plan) return;

  cg.phaseOf = new Map(plan.served);
  cg.siteOf = new Map();
  plan.sites.forEach((site) => site.villages.forEach((v) => cg.siteOf.set(v, site)));
  const money = (value) => cg.money(value, plan.currency);
  const unit = (number) => cg.t(`unit.${plan.unit}`, { number: cg.people(number), count: number });
  const unitTitle = () => cg.t(`newly.${plan.unit}`);
  const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);
  const spent = sum(plan.phases, (phase) => phase.cost);
  const served = plan.served.filter(([, phase]) => phase !== null).length;

  /** Phases with what is built and reached in each and so far. */
  const phases = (() => {
    let [villages, people] = [0, 0];
    return plan.phases.map((phase, nth) => {
      const sites = plan.sites.filter((site) => site.phase === nth);
      const own = { villages: sum(sites, (site) => site.villages.length), people: sum(sites, (site) => site.people) };
      villages += own.villages;
      people += own.people;
      return { ...phase, nth, sites, ...own, villagesSoFar: villages, peopleSoFar: people, left: plan.served.length - villages };
    });
  })();

  function certificate() {
    const { certificate: found } = plan;
    const said = [];
    const values = { reached: unit(found.objective), bound: unit(found.bound), gap: cg.percent(found.gap, 2), candidates: cg.number(found.candidates) };
    said.push(cg.t(found.proven ? 'certificate.proven' : 'certificate.bounded', values));
    if (found.greedy !== null && found.objective > 0) {
      const loss = (found.objective - found.greedy) / found.objective;
      said.push(loss > 1e-9 ? cg.t('certificate.greedy', { greedy: unit(found.greedy), loss: cg.percent(loss) }) : cg.t('certificate.greedySame'));
    }
    if (found.checked) said.push(cg.t('certificate.checked'));
    return cg.el('p', { class: 'notice certificate' }, said.join(' '));
  }

  function answer() {
    const last = phases[phases.length - 1];
    if (plan.sites.length === 0) return cg.el('p', { class: 'headline small' }, cg.t('plan.answer.none', { of: cg.number(plan.served.length) }));
    return cg.el('p', { class: 'headline small' }, cg.t('plan.answer', {
      sites: cg.number(plan.sites.length), phases: cg.number(plan.phases.length), cost: money(spent), villages: cg.number(served),
      of: cg.number(plan.served.length), people: unit(last?.peopleSoFar ?? 0), left: cg.number(plan.served.length - served), count: plan.sites.length > 1 ? 2 : 1,
    }));
  }

  function phaseTable() {
    const hasRange = plan.phases.some((phase) => phase.range[0] < phase.cost || phase.range[1] > phase.cost);
    return cg.table({
      caption: cg.t('plan.phases'), rows: phases, file: 'phases',
      columns: [
        { key: 'phase', label: cg.t('column.phase'), value: (p) => p.name, show: (p) => cg.el('span', {}, cg.phaseSwatch(p.nth), p.name), head: true },
        { key: 'budget', label: cg.t('column.budget'), value: (p) => p.budget, show: (p) => money(p.budget), number: true },
        { key: 'cost', label: cg.t('column.cost'), value: (p) => p.cost, show: (p) => money(p.cost), number: true },
        ...(hasRange ? [{ key: 'cost_range', label: cg.t('column.range'), value: (p) => p.range[1], show: (p) => `${money(p.range[0])} – ${money(p.range[1])}`, number: true }] : []),
        { key: 'sites', label: cg.t('column.sites'), value: (p) => p.sites.length, number: true },
        { key: 'villages', label: cg.t('column.newVillages'), value: (p) => p.villages, number: true },
        { key: `new_${plan.unit}`, label: unitTitle(), value: (p) => p.people, number: true },
        { key: 'villages_so_far', label: cg.t('column.villagesSoFar'), value: (p) => p.villagesSoFar, number: true },
        { key: `${plan.unit}_so_far`, label: cg.t('column.soFar'), value: (p) => p.peopleSoFar, number: true },
        { key: 'villages_left', label: cg.t('column.left'), value: (p) => p.left, number: true },
      ],
    });
  }

  function curve() {
    let [cost, people] = [0, 0];
    const points = plan.sites.map((site) => {
      cost += site.cost;
      people += site.people;
      return [cost, people, site.phase, site.id];
    });
    return points.length ? cg.curve({
      title: cg.t('chart.plan'), points, xAxis: cg.t('chart.planAxis', { currency: cg.currency(plan.currency) }), yAxis: unitTitle(),
      sayX: money, sayY: (value) => cg.number(value), kind: (point) => `phase-${point[2] % 5}`,
    }) : null;
  }

  /** What the next money buys, and what less would have bought. */
  function nextMoney() {
    const { frontier } = plan;
    if (frontier.length < 2) return null;
    const best = frontier[frontier.length - 1];
    const said = [];
    const step = plan.currency === 'VND' || spent > 1e8 ? 1e9 : 1e6;
    const reached = sum(plan.sites, (site) => site.people);
    const next = frontier.find((point) => point.budget > spent * 1.0001 && point.people > reached * 1.000001);
    const rate = next ? ((next.people - reached) / (next.budget - spent)) * step : 0;
    if (rate > 0) said.push(cg.t('plan.next', { money: money(step), people: unit(rate), spent: money(spent) }));
    else said.push(cg.t('plan.enough', { people: unit(best.people), money: money(spent) }));
    const whole = plan.phases.every((phase) => phase.budget !== null) ? sum(plan.phases, (phase) => phase.budget) : spent;
    const cut = [...frontier].reverse().find((point) => point.budget <= (whole * 2) / 3 + 1);
    if (cut) said.push(cg.t('plan.cut', { money: money(cut.budget), people: unit(cut.people), villages: cg.number(cut.villages) }));
    return cg.el('p', {}, said.join(' '));
  }

  function frontier() {
    const rows = plan.frontier.map((point, nth) => {
      const before = plan.frontier[nth - 1] ?? { budget: 0, people: 0 };
      const further = (point.budget - before.budget) / (plan.currency === 'VND' ? 1e9 : 1e6);
      return { ...point, more: further > 0 ? (point.people - before.people) / further : null };
    });
    if (!rows.length) return null;
    return cg.table({
      caption: cg.t('plan.frontier'), rows, file: 'curve',
      columns: [
        { key: 'budget', label: cg.t('column.budget'), value: (p) => p.budget, show: (p) => money(p.budget), head: true },
        { key: 'sites', label: cg.t('column.sites'), value: (p) => p.sites, number: true },
        { key: 'villages', label: cg.t('column.newVillages'), value: (p) => p.villages, number: true },
        { key: plan.unit, label: unitTitle(), value: (p) => p.people, number: true },
        { key: 'more', label: cg.t('column.more', { money: money(plan.currency === 'VND' ? 1e9 : 1e6) }), value: (p) => p.more, show: (p) => (p.more === null ? '–' : cg.number(p.more, p.more < 10 ? 1 : 0)), number: true },
        { key: 'proven', label: cg.t('column.proven'), value: (p) => cg.t(p.proven ? 'yes' : 'no') },
      ],
    });
  }

  function targets() {
    if (!plan.targets.length) return null;
    return cg.table({
      caption: cg.t('plan.targets'), rows: plan.targets, file: 'targets',
      columns: [
        { key: 'share', label: cg.t('column.target'), value: (t) => t.share, show: (t) => `${cg.percent(t.share, 0)} (${unit(t.people)})`, head: true },
        { key: 'fewest_sites', label: cg.t('column.fewestSites'), value: (t) => t.fewest_sites, number: true },
        { key: 'least_cost', label: cg.t('column.leastCost'), value: (t) => t.least_cost, show: (t) => money(t.least_cost), number: true },
        { key: 'proven', label: cg.t('column.proven'), value: (t) => cg.t(t.proven ? 'yes' : 'no') },
      ],
    });
  }

  function siteTable() {
    return cg.table({
      caption: cg.t('plan.sites'), hideCaption: true, rows: plan.sites.map((site, nth) => ({ ...site, nth })), file: 'plan', page: 40,
      columns: [
        { key: 'order', label: cg.t('column.order'), value: (s) => s.nth + 1, number: true },
        { key: 'site', label: cg.t('column.site'), value: (s) => s.id, show: (s) => cg.el('button', { type: 'button', class: 'link', onclick: () => cg.showSite(s) }, s.id), head: true },
        { key: 'phase', label: cg.t('column.phase'), value: (s) => plan.phases[s.phase]?.name, show: (s) => cg.el('span', {}, cg.phaseSwatch(s.phase), plan.phases[s.phase]?.name) },
        { key: 'cost', label: cg.t('column.cost'), value: (s) => s.cost, show: (s) => money(s.cost), number: true },
        { key: `new_${plan.unit}`, label: unitTitle(), value: (s) => s.people, number: true },
        { key: 'cost_per_unit', label: cg.t(`per.${plan.unit}`), value: (s) => (s.people > 0 ? s.cost / s.people : null), show: (s) => money(s.people > 0 ? s.cost / s.people : null), number: true },
        { key: 'villages', label: cg.t('column.newVillages'), value: (s) => s.villages.map((v) => cg.data.villages.id[v]).join('; '), show: (s) => cg.el('span', {}, s.villages.flatMap((v, nth) => [nth ? ', ' : '', cg.villageLink(v)])) },
      ],
    });
  }

  function notServed() {
    const left = plan.served.filter(([, phase]) => phase === null).map(([v]) => v);
    if (!left.length) return null;
    const far = plan.out_of_reach.length;
    return cg.el('details', {}, cg.el('summary', {}, cg.t('plan.left', { villages: cg.number(left.length), count: left.length })), far ? cg.el('p', {}, cg.t('plan.outOfReach', { villages: cg.number(far), count: far })) : null, cg.villageTable(left, cg.t('plan.left', { villages: cg.number(left.length), count: left.length }), 'left'));
  }

  cg.on('language', () => {
    cg.byId('plan-section').hidden = false;
    cg.show('plan', answer(), certificate(), phaseTable(),
      cg.el('div', { class: 'charts' }, [curve(), cg.el('div', {}, cg.el('h3', {}, cg.t('plan.money')), nextMoney(), targets())].filter(Boolean)),
      frontier(), cg.el('h3', {}, cg.t('plan.sites')), siteTable(), notServed());
  });
})(window.covgap);
