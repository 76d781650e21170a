// The reader's choices above and beside the map.
(function (cg) {
  'use strict';

  const { data } = cg;
  const { villages, operators } = data;

  const option = (value, text, chosen) => cg.el('option', { value, selected: value === chosen }, text);

  function select(label, entries, chosen, change) {
    return cg.el('label', {}, label, cg.el('select', { onchange: (event) => change(event.target.value) }, entries.map(([value, text]) => option(value, text, chosen))));
  }

  let typing = null;
  function search() {
    return cg.el('label', { class: 'search' }, cg.t('filter.search'), cg.el('input', {
      type: 'search', id: 'search', value: cg.filter.text, placeholder: cg.t('filter.placeholder'), autocomplete: 'off', spellcheck: 'false',
      oninput: (event) => {
        clearTimeout(typing);
        typing = setTimeout(() => { cg.filter.text = event.target.value; cg.applyFilter(); }, 150);
      },
      onkeydown: (event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        clearTimeout(typing);
        cg.filter.text = event.target.value;
        cg.applyFilter();
        const first = [...data.ranking.order, ...cg.all].find((v) => cg.matches[v]);
        if (first !== undefined) location.hash = cg.villageHref(first);
      },
    }));
  }

  function showFilters() {
    const set = (name) => (value) => { cg.filter[name] = value; cg.applyFilter(); };
    const statuses = ['u', 'p', 'c', '?'].filter((letter) => villages.status.includes(letter));
    const parts = [search()];
    if (cg.mainLevel) {
      const units = [...cg.mainLevel.units].sort((a, b) => cg.compareText(a.name, b.name));
      parts.push(select(cg.levelTitle(cg.mainLevel), [['', cg.t('filter.all')], ...units.map((unit) => [String(unit.nth), cg.unitName(unit)])], cg.filter.unit ? String(cg.filter.unit.nth) : '', (value) => {
        cg.filter.unit = value === '' ? null : cg.mainLevel.units[Number(value)];
        cg.applyFilter();
        cg.zoomTo(cg.filter.unit ? cg.filter.unit.villages : cg.all);
      }));
    }
    parts.push(select(cg.t('column.status'), [['', cg.t('filter.all')], ...statuses.map((letter) => [letter, cg.t(`status.${letter}`)])], cg.filter.status, set('status')));
    if (villages.class) {
      const classes = ['w', 'h', 'c', '?'].filter((name) => villages.class.includes(name));
      parts.push(select(cg.t('filter.class'), [['', cg.t('filter.all')], ...classes.map((name) => [name, cg.t(`class.${name}`)])], cg.filter.class, set('class')));
    }
    if (operators.length) parts.push(select(cg.t('column.operator'), [['', cg.t('filter.all')], ['none', cg.t('filter.noOperator')], ['only-one', cg.t('filter.oneOperator')], ...operators.map((name, nth) => [String(nth), name])], cg.filter.operator, set('operator')));
    if (villages.power !== null) {
      const values = [...new Set(villages.extra[villages.power].values.map(String))].sort();
      if (values.length <= 12) parts.push(select(cg.t('filter.power'), [['', cg.t('filter.all')], ...values.map((value) => [value, sayText(value)])], cg.filter.power, set('power')));
    }
    parts.push(cg.el('button', { type: 'button', onclick: reset }, cg.t('filter.reset')));
    cg.show('filters', parts);
    showResult();
  }

  const sayText = (value) => (value === 'null' ? cg.t('unit.unnamed') : cg.sayValue({ true: true, false: false }[value] ?? value));

  function reset() {
    Object.assign(cg.filter, { text: '', unit: null, status: '', class: '', operator: '', power: '' });
    showFilters();
    cg.applyFilter();
    cg.zoomTo(cg.all);
  }

  function showResult() {
    let found = 0;
    for (let v = 0; v < cg.count; v += 1) found += cg.matches[v];
    cg.byId('filter-result').textContent = cg.isFiltered() ? cg.t('filter.result', { found: cg.number(found), of: cg.number(cg.count), count: found }) : '';
  }

  /** What the map shows: colouring, marks, service areas. */
  function showLayers() {
    const { mapOptions } = cg;
    const chosen = Object.keys(cg.colourings).find((key) => cg.colourings[key] === mapOptions.colouring);
    const check = (text, checked, change) => cg.el('label', { class: 'check' }, cg.el('input', { type: 'checkbox', checked, onchange: (event) => { change(event.target.checked); cg.emit('view'); } }), text);
    const used = operators.map((_, nth) => nth).filter((nth) => data.map.layers.some((layer) => layer.operator === nth));
    const cell = (operator, technology) => {
      const nth = data.map.layers.findIndex((layer) => layer.operator === operator && layer.technology === technology);
      if (nth < 0) return cg.el('td', {}, '–');
      const name = cg.t('layers.one', { operator: operators[operator], technology: data.technologies[technology] });
      return cg.el('td', {}, cg.el('input', { type: 'checkbox', 'aria-label': name, title: name, checked: mapOptions.layers.has(nth), onchange: (event) => {
        if (event.target.checked) mapOptions.layers.add(nth); else mapOptions.layers.delete(nth);
        cg.emit('view');
      } }));
    };
    const swatch = (operator) => cg.el('span', { class: `swatch operator-${operator % 7}`, 'aria-hidden': 'true' });
    const colourings = Object.keys(cg.colourings).filter((key) => key !== 'class' || villages.class);
    cg.show('layers',
      select(cg.t('layers.colouring'), colourings.map((key) => [key, cg.t(`colouring.${key}`)]), chosen, (value) => { mapOptions.colouring = cg.colourings[value]; cg.emit('view'); }),
      used.length ? cg.el('table', { class: 'compact layers' },
        cg.el('caption', {}, cg.t('layers.heading')),
        cg.el('thead', {}, cg.el('tr', {}, cg.el('td', {}), data.technologies.map((technology) => cg.el('th', { scope: 'col' }, technology)))),
        cg.el('tbody', {}, used.map((operator) => cg.el('tr', {}, cg.el('th', { scope: 'row' }, swatch(operator), operators[operator]), data.technologies.map((_, technology) => cell(operator, technology)))))) : null,
      cg.el('div', { class: 'checks' },
        check(cg.t('layers.markers'), mapOptions.markers, (on) => { mapOptions.markers = on; }),
        cg.towers.x.length ? check(cg.t('layers.towers', { number: cg.number(cg.towers.x.length) }), mapOptions.towers, (on) => { mapOptions.towers = on; }) : null,
        data.map.counting?.length ? check(cg.t('layers.gaps'), mapOptions.gaps, (on) => { mapOptions.gaps = on; }) : null,
        data.plan ? check(cg.t('layers.plan'), mapOptions.plan, (on) => { mapOptions.plan = on; }) : null,
        data.plan ? check(cg.t('layers.areas'), mapOptions.areas, (on) => { mapOptions.areas = on; if (on) mapOptions.plan = true; }) : null,
        data.benchmark?.sites.length ? check(cg.t('layers.proposals'), mapOptions.proposals, (on) => { mapOptions.proposals = on; }) : null));
  }

  cg.byId('filters').addEventListener('submit', (event) => event.preventDefault());
  cg.on('filter', showResult);
  cg.on('language', () => { showFilters(); showLayers(); });
})(window.covgap);
