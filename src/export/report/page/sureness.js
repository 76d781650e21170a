// How sure the statuses are: close calls, moved edges, word from the ground, where to look.
(function (cg) {
  'use strict';

  const { sureness, villages } = cg.data;
  if (!sureness) return;

  cg.overrideOf = new Map(sureness.overrides.map((one) => [one.village, one]));
  cg.measuredOf = new Map(sureness.measured.map((one) => [one.village, one]));
  cg.doubtOf = new Map(sureness.doubts.map((one) => [one.village, one]));
  cg.sayReasons = (doubt) => doubt.reasons.map((reason) => cg.t(`doubt.${reason}`)).join('; ');
  const move = (metres) => `${metres > 0 ? '+' : '−'}${cg.distance(Math.abs(metres))}`;

  /** The four classes of how close a call is. */
  function classes() {
    if (!villages.margin_m) return null;
    const band = sureness.band_m;
    const kinds = ['insideMore', 'insideLess', 'outsideLess', 'outsideMore'].map((key) => ({ key, villages: 0, people: 0 }));
    villages.margin_m.forEach((margin, v) => {
      if (margin === null && villages.status[v] === '?') return;
      const inside = villages.status[v] === 'c';
      const far = margin === null || Math.abs(margin) >= band;
      const kind = kinds[inside ? (far ? 0 : 1) : far ? 3 : 2];
      kind.villages += 1;
      kind.people += villages.population[v] ?? 0;
    });
    const say = (kind) => cg.t(`margin.${kind.key}`, { band: cg.distance(band) });
    return cg.table({
      caption: cg.t('margin.classes', { band: cg.distance(band) }), rows: kinds, file: 'margin-classes',
      columns: [
        { key: 'class', label: cg.t('column.call'), value: say, head: true },
        { key: 'villages', label: cg.t('column.villages'), value: (k) => k.villages, number: true },
        { key: 'people', label: cg.t('column.population'), value: (k) => k.people, number: true },
      ],
    });
  }

  /** Uncovered villages after each move, from the list of those that flip. */
  function moved() {
    const { moves, flips } = sureness;
    if (!moves.length) return null;
    const counts = moves.map((_, nth) => flips.reduce((sum, flip) => sum + (flip.statuses[nth] === 'u') - (villages.status[flip.village] === 'u'), cg.data.totals.uncovered));
    const steps = moves.map((by, nth) => ({ by, count: counts[nth] }));
    const at = steps.findIndex((step) => step.by > 0);
    steps.splice(at < 0 ? steps.length : at, 0, { by: 0, count: cg.data.totals.uncovered });
    return cg.columns({
      title: cg.t('chart.moved'), axis: cg.t('chart.movedAxis'),
      columns: steps.map((step) => ({ label: step.by === 0 ? '0' : move(step.by), value: step.count, text: cg.number(step.count), kind: step.by === 0 ? 'uncovered' : 'outside' })),
    });
  }

  function flipList() {
    const { moves, flips } = sureness;
    if (!moves.length) return null;
    const shortest = (flip) => moves.filter((_, nth) => flip.statuses[nth] !== villages.status[flip.village]).sort((a, b) => Math.abs(a) - Math.abs(b))[0] ?? null;
    const rows = flips.map((flip) => ({ v: flip.village, by: shortest(flip) })).filter((row) => row.by !== null).sort((a, b) => Math.abs(a.by) - Math.abs(b.by) || (villages.population[b.v] ?? 0) - (villages.population[a.v] ?? 0));
    return cg.el('div', {}, cg.el('h3', {}, cg.t('flips.heading', { villages: cg.number(rows.length), count: rows.length, most: cg.distance(Math.max(...moves)) })), cg.el('p', { class: 'quiet' }, cg.t('flips.note')), cg.table({
      caption: cg.t('flips.caption'), hideCaption: true, rows, file: 'flips', page: 20, paper: 20,
      columns: [
        { key: 'name', label: cg.t('column.village'), value: (r) => cg.villageName(r.v), show: (r) => cg.villageLink(r.v), head: true },
        { key: 'place', label: cg.t('column.place'), value: (r) => cg.villageParents(r.v) },
        { key: 'status', label: cg.t('column.status'), value: (r) => cg.t(`status.${villages.status[r.v]}`), show: (r) => cg.statusBadge(r.v) },
        { key: 'flips_at_m', label: cg.t('column.flipsAt'), value: (r) => r.by, show: (r) => move(r.by), number: true },
        { key: 'margin_m', label: cg.t('column.margin'), value: (r) => villages.margin_m?.[r.v] ?? null, show: (r) => cg.signedDistance(villages.margin_m?.[r.v]), number: true },
        { key: 'population', label: cg.t('column.population'), value: (r) => villages.population[r.v], number: true },
      ],
    }));
  }

  function overrides() {
    if (!sureness.overrides.length) return null;
    return cg.el('div', {}, cg.el('h3', {}, cg.t('overrides.heading')), cg.el('p', {}, cg.t('overrides.note')), cg.table({
      caption: cg.t('overrides.heading'), hideCaption: true, rows: sureness.overrides, file: 'overrides', page: 20, paper: 20,
      columns: [
        { key: 'name', label: cg.t('column.village'), value: (r) => cg.villageName(r.village), show: (r) => cg.villageLink(r.village), head: true },
        { key: 'by_rule', label: cg.t('column.byRule'), value: (r) => cg.t(`status.${r.by_rule}`) },
        { key: 'status', label: cg.t('column.byGround'), value: (r) => cg.t(`status.${villages.status[r.village]}`), show: (r) => cg.statusBadge(r.village) },
        { key: 'who', label: cg.t('column.who'), value: (r) => r.who },
        { key: 'when', label: cg.t('column.when'), value: (r) => r.when },
        { key: 'why', label: cg.t('column.reason'), value: (r) => r.why },
      ],
    }));
  }

  function doubts() {
    const rows = sureness.doubts.filter((doubt) => doubt.priority < 3);
    if (!rows.length) return null;
    return cg.el('div', {}, cg.el('h3', {}, cg.t('doubts.heading', { villages: cg.number(sureness.doubts.filter((doubt) => doubt.priority === 1).length) })), cg.el('p', { class: 'quiet' }, cg.t('doubts.note')), cg.table({
      caption: cg.t('doubts.caption'), hideCaption: true, rows, file: 'verify', page: 20, paper: 20,
      columns: [
        { key: 'priority', label: cg.t('column.priority'), value: (r) => r.priority, number: true },
        { key: 'name', label: cg.t('column.village'), value: (r) => cg.villageName(r.village), show: (r) => cg.villageLink(r.village), head: true },
        { key: 'place', label: cg.t('column.place'), value: (r) => cg.villageParents(r.village) },
        { key: 'status', label: cg.t('column.status'), value: (r) => cg.t(`status.${villages.status[r.village]}`), show: (r) => cg.statusBadge(r.village) },
        { key: 'margin_m', label: cg.t('column.margin'), value: (r) => villages.margin_m?.[r.village] ?? null, show: (r) => cg.signedDistance(villages.margin_m?.[r.village]), number: true },
        { key: 'reasons', label: cg.t('column.reason'), value: (r) => cg.sayReasons(r) },
      ],
    }));
  }

  /** Claimed against measured: a bar of the interval for each operator and technology. */
  function claims() {
    const { agreements } = sureness;
    if (!agreements.length) return null;
    const all = agreements.reduce((sum, a) => sum + (a.technology === null ? a.hits + a.false_coverage + a.missed + a.neither : 0), 0);
    const name = (a) => `${a.operator} ${a.technology ?? cg.t('claims.all')}`;
    const verdict = (a) => (a.right === null ? 'untested' : a.right[1] >= 0.98 ? 'yes' : a.right[2] < 0.98 ? 'no' : 'undecided');
    const contradicted = sureness.measured.filter((one) => one.contradicted);
    return cg.el('div', {}, cg.el('h3', {}, cg.t('claims.heading')),
      cg.el('p', {}, cg.t('claims.note', { measurements: cg.number(all), villages: cg.number(sureness.measured.length), none: cg.number(cg.count - sureness.measured.length) })),
      cg.el('div', { class: 'charts' }, cg.intervals({ title: cg.t('chart.claims'), mark: 0.98, markText: cg.t('claims.mark'), rows: agreements.filter((a) => a.right).map((a) => ({ label: name(a), value: a.right, strong: a.technology === null })) })),
      cg.table({
        caption: cg.t('claims.heading'), hideCaption: true, rows: agreements, file: 'measured', page: 40,
        columns: [
          { key: 'operator', label: cg.t('column.operator'), value: (a) => a.operator, head: true },
          { key: 'technology', label: cg.t('column.technology'), value: (a) => a.technology ?? cg.t('claims.all') },
          { key: 'claimed', label: cg.t('column.tested'), value: (a) => a.hits + a.false_coverage, number: true },
          { key: 'false_coverage', label: cg.t('column.notFound'), value: (a) => a.false_coverage, number: true },
          { key: 'claim_right', label: cg.t('column.claimRight'), value: (a) => a.right?.[0] ?? null, show: (a) => (a.right ? `${cg.percent(a.right[0])} (${cg.percent(a.right[1])} – ${cg.percent(a.right[2])})` : '–'), number: true },
          { key: 'reaches_98_percent', label: cg.t('column.reaches98'), value: (a) => cg.t(`claims.${verdict(a)}`) },
          { key: 'unclaimed_served', label: cg.t('column.foundUnclaimed'), value: (a) => a.missed, number: true },
        ],
      }),
      contradicted.length ? cg.el('div', {}, cg.el('h3', {}, cg.t('claims.contradicted', { villages: cg.number(contradicted.length), count: contradicted.length })), cg.table({
        caption: cg.t('claims.contradicted', { villages: cg.number(contradicted.length), count: contradicted.length }), hideCaption: true, rows: contradicted, file: 'claimed-not-measured', page: 20, paper: 20,
        columns: [
          { key: 'name', label: cg.t('column.village'), value: (r) => cg.villageName(r.village), show: (r) => cg.villageLink(r.village), head: true },
          { key: 'place', label: cg.t('column.place'), value: (r) => cg.villageParents(r.village) },
          { key: 'population', label: cg.t('column.population'), value: (r) => villages.population[r.village], number: true },
          { key: 'claimed', label: cg.t('column.tested'), value: (r) => r.claimed, number: true },
          { key: 'false_coverage', label: cg.t('column.notFound'), value: (r) => r.false_coverage, number: true },
          { key: 'last', label: cg.t('column.lastMeasured'), value: (r) => r.last },
        ],
      })) : null);
  }

  cg.on('language', () => {
    cg.show('sureness', classes(), cg.el('div', { class: 'charts' }, [moved()].filter(Boolean)), flipList(), overrides(), doubts());
    cg.show('claims', claims() ?? []);
  });
})(window.covgap);
