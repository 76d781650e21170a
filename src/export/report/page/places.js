// "What about us?": each district and commune has a part of its own, with an address.
(function (cg) {
  'use strict';

  const { villages, operators, ranking } = cg.data;

  /** The names from the largest unit down to this one. */
  const chain = (unit) => {
    const parent = cg.parentOf(unit);
    return [...(parent ? chain(parent) : []), unit];
  };
  cg.unitHref = (unit) => `#/place/${chain(unit).map((u) => encodeURIComponent(u.name ?? '')).join('/')}`;
  cg.unitLink = (unit) => cg.el('a', { href: cg.unitHref(unit) }, cg.unitName(unit));

  /** The unit of an address. */
  cg.unitAt = (names) => {
    const level = cg.levels[cg.levels.length - names.length];
    return level?.units.find((unit) => chain(unit).every((u, nth) => (u.name ?? '') === names[nth])) ?? null;
  };

  /** Chooses a unit: its part is written, the map shows it. */
  cg.choosePlace = (unit, { zoom = true } = {}) => {
    cg.place = unit;
    cg.showPlace();
    if (unit && zoom) cg.zoomTo(unit.villages, 14);
  };

  function chooser() {
    const selects = [];
    const go = (unit) => { location.hash = unit ? cg.unitHref(unit) : '#/place'; };
    const chosen = cg.place ? chain(cg.place) : [];
    let units = cg.levels.length ? cg.levels[cg.levels.length - 1].units : [];
    for (let depth = 0; units.length > 0; depth += 1) {
      const level = cg.levels[cg.levels.length - 1 - depth];
      const parent = depth > 0 ? chosen[depth - 1] : null;
      const sorted = [...units].sort((a, b) => cg.compareText(a.name, b.name));
      const select = cg.el('select', { onchange: (event) => go(event.target.value === '' ? parent : sorted[Number(event.target.value)]) },
        cg.el('option', { value: '' }, cg.t('place.choose')),
        sorted.map((unit, nth) => cg.el('option', { value: String(nth), selected: unit === chosen[depth] }, cg.unitName(unit))));
      selects.push(cg.el('label', {}, cg.levelTitle(level), select));
      units = chosen[depth]?.children ?? [];
    }
    return cg.el('div', { class: 'filters' }, selects);
  }

  /** The answer for some villages, in a sentence. */
  cg.answer = (sum) => {
    const values = { covered: cg.number(sum.covered), villages: cg.number(sum.villages), uncovered: cg.number(sum.uncovered), service: cg.service(), count: sum.uncovered };
    return cg.t(sum.covered === sum.villages ? 'answer.all' : 'answer.some', values) + (sum.unknown ? ` ${cg.t('answer.unknown', { unknown: cg.number(sum.unknown), count: sum.unknown })}` : '');
  };

  /** Figures of some villages as a list of definitions. */
  cg.figures = (sum) => [
    ['figure.covered', cg.el('span', {}, cg.number(sum.covered), cg.el('small', {}, ` / ${cg.number(sum.villages)}`)), cg.percent(sum.villages ? sum.covered / sum.villages : null)],
    ['figure.uncovered', cg.number(sum.uncovered), null, 'alarm'],
    ['figure.inUncovered', cg.number(Math.round(sum.inUncovered)), sum.population ? cg.percent(sum.inUncovered / sum.population, 2) : null],
    ['figure.outside', cg.number(Math.round(sum.outside)), sum.population ? cg.percent(sum.outside / sum.population, 2) : null],
    ['figure.population', cg.number(Math.round(sum.population)), sum.withoutPopulation ? cg.t('figure.withoutPopulation', { count: sum.withoutPopulation, villages: cg.number(sum.withoutPopulation) }) : null],
    ['figure.area', cg.area(sum.area || null), null],
  ].map(([key, value, note, kind]) => cg.el('div', { class: kind ?? null }, cg.el('dt', { title: cg.t(`${key}.means`) }, cg.t(key)), cg.el('dd', {}, value, note ? cg.el('small', { class: 'note' }, note) : null)));

  function operatorTable(list) {
    const rows = villages.operator_shares.map((shares) => {
      let [people, all] = [0, 0];
      for (const v of list) {
        all += villages.population[v] ?? 0;
        people += (villages.population[v] ?? 0) * shares.share[v];
      }
      return { name: operators[shares.operator], technology: cg.data.technologies[shares.technology], share: all ? people / all : null };
    });
    return rows.length === 0 ? null : cg.table({
      caption: cg.t('place.operators'), rows,
      columns: [
        { key: 'operator', label: cg.t('column.operator'), value: (r) => r.name, head: true },
        { key: 'technology', label: cg.t('column.technology'), value: (r) => r.technology },
        { key: 'share_of_people', label: cg.t('column.shareOfPeople'), value: (r) => r.share, show: (r) => cg.meter(r.share), number: true },
      ],
    });
  }

  cg.showPlace = () => {
    if (cg.levels.length === 0) {
      cg.byId('place-section').hidden = true;
      return;
    }
    const unit = cg.place;
    if (unit === null) {
      cg.show('place', cg.el('p', {}, cg.t('place.intro')), chooser());
      return;
    }
    const sum = cg.totals(unit.villages);
    const inside = new Set(unit.villages);
    const parts = [
      cg.el('div', { class: 'no-print' }, chooser()),
      cg.el('h3', {}, chain(unit).reverse().map(cg.unitName).join(', ')),
      cg.el('p', { class: 'headline small' }, cg.answer(sum)),
      cg.el('dl', { class: 'figures' }, cg.figures(sum)),
      cg.el('p', { class: 'no-print' }, cg.el('button', { type: 'button', onclick: () => cg.printPlace() }, cg.t('place.print'))),
    ];
    const list = ranking.order.filter((v) => inside.has(v));
    if (list.length) parts.push(cg.villageTable(list, cg.t('place.uncovered', { place: cg.unitName(unit) }), 'uncovered'));
    parts.push(planned(unit));
    if (unit.children.length) parts.push(cg.unitTable(unit.children, cg.levels[unit.level - 1]));
    else parts.push(cg.villageTable(unit.villages, cg.t('place.villages', { place: cg.unitName(unit) }), 'villages'));
    parts.push(operatorTable(unit.villages));
    cg.show('place', ...parts.filter(Boolean));
  };

  cg.printPlace = () => {
    document.body.classList.add('only-place');
    window.print();
    document.body.classList.remove('only-place');
  };

  /** Prints one part of the page alone. */
  cg.printOnly = (part) => {
    const path = [];
    for (let at = part; at && at !== document.body; at = at.parentElement) path.push(at);
    path.forEach((at) => at.classList.add('on-paper'));
    document.body.classList.add('only-part');
    window.print();
    document.body.classList.remove('only-part');
    path.forEach((at) => at.classList.remove('on-paper'));
  };

  /** What the plan builds for some villages. */
  function planned(unit) {
    if (!cg.data.plan) return null;
    const inside = new Set(unit.villages);
    const own = cg.data.plan.served.filter(([v]) => inside.has(v));
    if (!own.length) return null;
    const served = own.filter(([, phase]) => phase !== null);
    const rows = cg.data.plan.phases.map((phase, nth) => ({ phase, nth, villages: served.filter(([, p]) => p === nth).map(([v]) => v) })).filter((row) => row.villages.length);
    return cg.el('div', {}, cg.el('h4', {}, cg.t('place.plan')),
      cg.el('p', {}, cg.t('place.planned', { served: cg.number(served.length), of: cg.number(own.length), count: own.length })),
      cg.el('ul', {}, rows.map((row) => cg.el('li', {}, cg.phaseSwatch(row.nth), `${row.phase.name}: `, row.villages.flatMap((v, nth) => [nth ? ', ' : '', cg.villageLink(v)])))));
  }
  cg.phaseSwatch = (nth) => cg.el('span', { class: `swatch phase-${nth % 5}`, 'aria-hidden': 'true' });
})(window.covgap);
