// The rules side by side: what each counts, where they part, and which one to defend.
(function (cg) {
  'use strict';

  const { rules } = cg.data;
  if (!rules?.length) return;

  const technologyOf = (row) => row.rule.min_technology;
  const inUse = rules.find((row) => row.active) ?? rules[0];

  /** A rule in a few words: `area ≥ 50 %, 3G`. */
  cg.ruleName = (row) => {
    const operators = { any: '', each: `, ${cg.t('short.each')}` }[row.rule.operators] ?? (/^\d+$/.test(row.rule.operators) ? `, ${cg.t('short.atLeast', { number: row.rule.operators })}` : `, ${row.rule.operators}`);
    const short = `${cg.sayShort(row.rule.text)}, ${technologyOf(row)}${operators}`;
    return row.preset ? `${cg.tOr(`preset.${row.preset}`, row.preset)}: ${short}` : short;
  };

  /** What a rule sees, and where it misleads: a sentence for each thing it asks for. */
  function about(row) {
    const kinds = [...new Set((row.rule.text.match(/[a-z]+(?=\s*(?:>=|:)|\b)/g) ?? []).filter((word) => !['and', 'or', 'all', 'any'].includes(word)))];
    const said = kinds.map((kind) => cg.tOr(`about.${kind}`, '')).filter(Boolean);
    if (row.rule.further.includes('--signal')) said.push(cg.t('about.signal'));
    if (row.rule.operators === 'each' || Number(row.rule.operators) > 1) said.push(cg.t('about.operators'));
    return said.join(' ');
  }

  const letters = rules.map((_, nth) => (nth < 26 ? String.fromCharCode(65 + nth) : `A${String.fromCharCode(39 + nth)}`));

  /** Villages that no rule at this technology calls covered, and those on which rules differ. */
  function sureAndDisputed() {
    const same = rules.filter((row) => !row.preset && technologyOf(row) === technologyOf(inUse) && !/within/.test(row.rule.text));
    let [sure, disputed] = [0, 0];
    for (let v = 0; v < cg.count; v += 1) {
      let [covered, uncovered] = [0, 0];
      for (const row of same) {
        if (row.statuses[v] === 'c') covered += 1;
        else if (row.statuses[v] === 'u') uncovered += 1;
      }
      if (uncovered && !covered) sure += 1;
      else if (uncovered) disputed += 1;
    }
    return { sure, disputed, rules: same.length };
  }

  function spread() {
    const counts = rules.map((row) => row.uncovered_villages);
    const { sure, disputed, rules: compared } = sureAndDisputed();
    return cg.el('div', { class: 'notice' },
      cg.el('p', {}, cg.t('rules.spread', { least: cg.number(Math.min(...counts)), most: cg.number(Math.max(...counts)), rules: cg.number(rules.length), used: cg.number(inUse.uncovered_villages), count: inUse.uncovered_villages })),
      compared > 1 ? cg.el('p', {}, cg.t('rules.sure', { sure: cg.number(sure), disputed: cg.number(disputed), rules: cg.number(compared), technology: technologyOf(inUse), count: sure })) : null);
  }

  function defend() {
    return cg.el('details', { open: true },
      cg.el('summary', {}, cg.el('b', {}, cg.t('rules.defend'))),
      cg.el('dl', { class: 'facts advice' }, ['ministry', 'people', 'operators', 'abroad', 'field'].map((key) => cg.el('div', {}, cg.el('dt', {}, cg.t(`defend.${key}`)), cg.el('dd', {}, cg.t(`defend.${key}.rule`))))));
  }

  function table() {
    return cg.table({
      caption: cg.t('rules.heading'), hideCaption: true, rows: rules.map((row, nth) => ({ row, nth })), file: 'rules', page: 60,
      columns: [
        { key: 'rule', label: cg.t('column.rule'), value: (r) => cg.ruleName(r.row), show: (r) => cg.el('span', {}, cg.el('b', {}, `${letters[r.nth]} ${cg.ruleName(r.row)}`), r.row.active ? cg.el('span', { class: 'badge in-use' }, cg.t('rules.active')) : null, cg.el('br'), cg.el('small', {}, cg.sayRule(r.row.rule))), head: true },
        { key: 'uncovered_villages', label: cg.t('column.uncovered'), value: (r) => r.row.uncovered_villages, number: true },
        { key: 'unknown_villages', label: cg.t('column.unknown'), value: (r) => r.row.unknown_villages, number: true },
        { key: 'people', label: cg.t('column.inUncovered'), value: (r) => r.row.people, number: true },
        { key: 'households', label: cg.t('column.householdsThere'), value: (r) => r.row.households, number: true },
        { key: 'about', label: cg.t('column.about'), value: (r) => about(r.row), show: (r) => cg.el('small', {}, about(r.row)) },
      ],
    });
  }

  const key = () => cg.el('p', { class: 'quiet key' }, rules.map((row, nth) => `${letters[nth]} = ${cg.ruleName(row)}`).join('; '));

  /** What fails under each rule, a row each unit, for every level with several units. */
  function byUnit() {
    if (!inUse.statuses) return [];
    return [...cg.levels].reverse().filter((level) => level.units.length > 1).map((level) => {
      const title = cg.t('rules.byUnit', { level: cg.levelName(level) });
      return cg.closed(title, () => [key(), unitTables(level, title)]);
    });
  }

  /** The table counts villages, or people, or households. */
  function unitTables(level, title) {
    const { population, households } = cg.data.villages;
    const counted = [['villages', () => 1], ['people', (v) => population[v] ?? 0], ['households', (v) => households[v] ?? 0]].filter(([name]) => name !== 'households' || households.length);
    const place = cg.el('div');
    const show = (name) => place.replaceChildren(unitTable(level, title, counted.find(([own]) => own === name)));
    const select = cg.el('select', { onchange: (event) => show(event.target.value) }, counted.map(([name]) => cg.el('option', { value: name }, cg.t(`rules.count.${name}`))));
    show('villages');
    return cg.el('div', {}, cg.el('p', { class: 'no-print' }, cg.el('label', {}, cg.t('rules.count'), ' ', select)), place);
  }

  function unitTable(level, title, [name, weight]) {
    const sum = (unit, row) => unit.villages.reduce((all, v) => all + (row.statuses[v] === 'u' ? weight(v) : 0), 0);
    const rows = level.units.map((unit) => ({ unit, counts: rules.map((row) => sum(unit, row)) })).filter((row) => row.counts.some((count) => count > 0)).sort((a, b) => b.counts[0] - a.counts[0]);
    return cg.table({
      caption: title, hideCaption: true, rows, file: `rules-by-${level.name}-${name}`, page: 30, paper: 100,
      columns: [
        { key: level.name, label: cg.levelTitle(level), value: (r) => cg.unitName(r.unit), show: (r) => cg.unitLink(r.unit), head: true },
        ...rules.map((_, nth) => ({ key: letters[nth], label: letters[nth], value: (r) => r.counts[nth], number: true })),
      ],
    });
  }

  /** In how many villages two rules disagree: the darker, the more. */
  function agreement() {
    if (!inUse.statuses || rules.length < 2) return null;
    return cg.closed(cg.t('rules.agreement'), () => [cg.el('p', { class: 'quiet' }, cg.t('rules.agreement.note')), key(), matrix()]);
  }

  function matrix() {
    const differ = (a, b) => {
      let count = 0;
      for (let v = 0; v < cg.count; v += 1) count += a[v] !== b[v] && a[v] !== '?' && b[v] !== '?' ? 1 : 0;
      return count;
    };
    const counts = rules.map((row, i) => rules.map((other, j) => (j < i ? differ(row.statuses, other.statuses) : 0)));
    const most = Math.max(1, ...counts.flat());
    const at = (i, j) => counts[Math.max(i, j)][Math.min(i, j)];
    const cell = (i, j) => {
      if (i === j) return cg.el('td', { class: 'number same', 'aria-hidden': 'true' }, '·');
      const strength = Math.sqrt(at(i, j) / most);
      const found = cg.el('td', { class: 'number heat', title: `${cg.ruleName(rules[i])} / ${cg.ruleName(rules[j])}` }, cg.number(at(i, j)));
      found.style.setProperty('--heat', `${Math.round(strength * 70)}%`);
      return found;
    };
    return (
      cg.el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': cg.t('rules.agreement') }, cg.el('table', { class: 'compact matrix' },
        cg.el('caption', { class: 'visually-hidden' }, cg.t('rules.agreement')),
        cg.el('thead', {}, cg.el('tr', {}, cg.el('td', {}), rules.map((row, nth) => cg.el('th', { scope: 'col', class: 'number', title: cg.ruleName(row) }, letters[nth])))),
        cg.el('tbody', {}, rules.map((row, i) => cg.el('tr', {}, cg.el('th', { scope: 'row' }, `${letters[i]} ${cg.ruleName(row)}`), rules.map((_, j) => cell(i, j))))))));
  }

  function chart() {
    return cg.bars({
      title: cg.t('chart.rules'), labelWidth: 290,
      rows: rules.map((row, nth) => ({ label: `${letters[nth]} ${row.preset ? `${cg.tOr(`preset.${row.preset}`, row.preset)}, ${technologyOf(row)}` : cg.ruleName(row)}`, parts: [{ value: row.uncovered_villages, kind: row.active ? 'uncovered' : 'outside' }], text: cg.number(row.uncovered_villages) })),
    });
  }

  cg.on('language', () => {
    cg.byId('rules-section').hidden = false;
    cg.show('rules', cg.el('p', {}, cg.t('rules.note')), spread(), defend(), chart(), table(), ...byUnit(), agreement());
  });
})(window.covgap);
