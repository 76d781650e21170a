// Proposed sites, judged: the lists side by side, the curve, and a card for each site that can
// be handed to the operator.
(function (cg) {
  'use strict';

  const { benchmark } = cg.data;
  if (!benchmark?.sites.length) return;

  const { sites } = benchmark;
  const money = (value) => cg.money(value, benchmark.currency);
  const reason = (site) => site.reason[cg.lang === 'vi' ? 1 : 0];
  const verdict = (site) => cg.tOr(`verdict.${site.verdict}`, site.verdict);
  const badge = (site) => cg.el('span', { class: `badge verdict-${site.verdict}` }, verdict(site));
  const perPerson = (site) => (site.cost !== null && site.people[0] > 0 ? site.cost / site.people[0] : null);
  const cardId = (site) => `proposal-${sites.indexOf(site)}`;
  cg.sayVerdict = verdict;

  function summary() {
    const counts = new Map();
    sites.forEach((site) => counts.set(site.verdict, (counts.get(site.verdict) ?? 0) + 1));
    const nothing = sites.filter((site) => site.people[0] === 0).length;
    return cg.el('div', {},
      cg.el('p', { class: 'headline small' }, cg.t('proposals.answer', { sites: cg.number(sites.length), accepted: cg.number(counts.get('accept') ?? 0), count: sites.length })),
      nothing ? cg.el('p', { class: 'notice' }, cg.t('proposals.nothing', { sites: cg.number(nothing), count: nothing })) : null);
  }

  function portfolios() {
    if (!benchmark.portfolios.length) return null;
    return [
      portfolioTable(benchmark.portfolios, cg.t('proposals.portfolios'), 'portfolios'),
      benchmark.on_equal_terms.length ? portfolioTable(benchmark.on_equal_terms, cg.t('proposals.equal', { money: money(benchmark.equal_money) }), 'lists') : null,
    ];
  }

  function portfolioTable(rows, caption, file) {
    const best = Math.max(...rows.map((p) => p.people));
    return cg.table({
      caption, rows, file, page: 60,
      columns: [
        { key: 'list', label: cg.t('column.list'), value: (p) => p.list ?? cg.t('proposals.allLists'), head: true },
        { key: 'portfolio', label: cg.t('column.portfolio'), value: (p) => cg.tOr(`portfolio.${p.name}`, p.name) },
        { key: 'sites', label: cg.t('column.sites'), value: (p) => p.sites, number: true },
        { key: 'cost', label: cg.t('column.cost'), value: (p) => p.cost, show: (p) => money(p.cost), number: true },
        { key: 'villages', label: cg.t('column.newVillages'), value: (p) => p.villages, number: true },
        { key: 'people', label: cg.t('newly.people'), value: (p) => p.people, show: (p) => cg.meter(best ? p.people / best : 0, cg.number(p.people)), number: true },
        { key: 'cost_per_person', label: cg.t('per.people'), value: (p) => (p.people > 0 ? p.cost / p.people : null), show: (p) => money(p.people > 0 ? p.cost / p.people : null), number: true },
        { key: 'proven', label: cg.t('column.proven'), value: (p) => (p.proven === null ? '–' : cg.t(p.proven ? 'yes' : 'no')) },
      ],
    });
  }

  function curves() {
    const of = (points) => points.map((point) => [point.cost, point.people]);
    if (!benchmark.best_order.length) return null;
    return cg.curve({
      title: cg.t('chart.proposals'), points: of(benchmark.best_order), other: of(benchmark.submitted_order),
      names: [cg.t('chart.bestOrder'), cg.t('chart.submittedOrder')],
      xAxis: cg.t('chart.planAxis', { currency: cg.currency(benchmark.currency) }), yAxis: cg.t('newly.people'), sayX: money, sayY: (value) => cg.number(value),
    });
  }

  function table() {
    return cg.table({
      caption: cg.t('proposals.heading'), hideCaption: true, rows: sites, file: 'proposals', page: 40,
      columns: [
        { key: 'site', label: cg.t('column.site'), value: (p) => p.id, show: (p) => cg.el('a', { href: `#${cardId(p)}` }, p.id), head: true },
        { key: 'list', label: cg.t('column.list'), value: (p) => p.list ?? p.operator },
        { key: 'verdict', label: cg.t('column.verdict'), value: (p) => p.verdict, show: badge },
        { key: 'people_alone', label: cg.t('column.peopleAlone'), value: (p) => p.people[0], number: true },
        { key: 'people_after_others', label: cg.t('column.peopleAfter'), value: (p) => p.people[1], number: true },
        { key: 'people_share', label: cg.t('column.fairShare'), value: (p) => p.people[2], number: true },
        { key: 'villages_alone', label: cg.t('column.newVillages'), value: (p) => p.villages.length, number: true },
        { key: 'cost', label: cg.t('column.cost'), value: (p) => p.cost, show: (p) => money(p.cost), number: true },
        { key: 'cost_per_person', label: cg.t('per.people'), value: perPerson, show: (p) => money(perPerson(p)), number: true },
        { key: 'reason', label: cg.t('column.reason'), value: reason, wide: true },
      ],
    });
  }

  /** One site on a page of its own. */
  function card(site) {
    const fact = (label, value) => cg.el('div', {}, cg.el('dt', {}, label), cg.el('dd', {}, value));
    const number = (value) => cg.number(value === null ? null : Math.round(value));
    const found = cg.el('article', { class: `card verdict-${site.verdict}`, id: cardId(site), tabindex: '-1' },
      cg.el('h4', {}, site.id, site.list || site.operator ? cg.el('small', {}, ` ${[site.list, site.operator].filter(Boolean).filter((name, nth, all) => all.indexOf(name) === nth).join(', ')}`) : null, ' ', badge(site)),
      cg.el('p', {}, reason(site)),
      cg.el('dl', { class: 'facts' },
        fact(cg.t('column.peopleAlone'), number(site.people[0])),
        fact(cg.t('column.peopleAfter'), number(site.people[1])),
        fact(cg.t('column.fairShare'), number(site.people[2])),
        fact(cg.t('column.cost'), money(site.cost)),
        fact(cg.t('per.people'), money(perPerson(site))),
        site.footprint_km2 === null ? null : fact(cg.t('card.footprint'), `${cg.area(site.footprint_km2 * 1e6)}${site.overlap === null ? '' : ` (${cg.t('card.overlap', { share: cg.percent(site.overlap, 0) })})`}`),
        site.at ? fact(cg.t('column.position'), `${cg.number(site.at[1], 5)}, ${cg.number(site.at[0], 5)}`) : null,
        fact(cg.t('card.villages'), site.villages.length ? cg.el('span', {}, site.villages.flatMap((v, nth) => [nth ? ', ' : '', cg.villageLink(v)])) : '–'),
        fact(cg.t('card.only'), site.only.length ? site.only.map((v) => cg.villageName(v)).join(', ') : '–')),
      cg.el('p', { class: 'no-print' },
        cg.el('button', { type: 'button', onclick: () => cg.showSite(site) }, cg.t('evidence.zoom')), ' ',
        cg.el('button', { type: 'button', onclick: () => cg.printOnly(found) }, cg.t('card.print'))));
    return found;
  }

  cg.on('language', () => {
    cg.byId('proposals-section').hidden = false;
    cg.show('proposals', summary(), ...(portfolios() ?? []), cg.el('div', { class: 'charts' }, [curves()].filter(Boolean)), table(),
      cg.el('div', { class: 'cards-part' }, cg.el('h3', {}, cg.t('proposals.cards')), cg.el('div', { class: 'cards' }, sites.map(card))));
  });
})(window.covgap);
