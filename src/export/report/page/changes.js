// What changed since an older vintage: how many were gained and lost, and why each.
(function (cg) {
  'use strict';

  const { changes } = cg.data;
  if (!changes) return;

  const KINDS = ['gained', 'lost', 'unchanged', 'unclear', 'merged', 'new', 'vanished'];
  const of = (kind) => changes.kinds.find((one) => one.kind === kind) ?? { villages: 0, people: 0, causes: [] };
  const sayKind = (kind) => cg.t(`change.${kind}`);
  const sayCause = (cause) => cause.split('; ').map((one) => cg.t(`cause.${one}`)).join(', ');
  const sayStatus = (letter) => (letter === null ? '–' : cg.t(`status.${letter}`));
  const why = (row) => row.why[cg.lang === 'vi' ? 1 : 0];

  function summary() {
    const [gained, lost] = [of('gained'), of('lost')];
    const judged = changes.rules.map((rule) => cg.sayRule(rule));
    return cg.el('div', {},
      cg.el('p', { class: 'headline small' }, cg.t('changes.answer', { gained: cg.number(gained.villages), gainedPeople: cg.number(gained.people), lost: cg.number(lost.villages), lostPeople: cg.number(lost.people) })),
      cg.el('p', { class: 'quiet' }, cg.t('changes.note')),
      judged[0] === judged[1] ? null : cg.el('p', { class: 'notice' }, cg.t('changes.rules', { before: judged[0], now: judged[1] })));
  }

  function kinds() {
    const rows = KINDS.map(of).filter((one) => one.kind && (one.villages || ['gained', 'lost'].includes(one.kind)));
    const say = (row) => row.causes.map(([cause, count]) => `${sayCause(cause)}: ${cg.number(count)}`).join('; ');
    return cg.table({
      caption: cg.t('changes.kinds'), rows, file: 'changes', page: KINDS.length,
      columns: [
        { key: 'change', label: cg.t('column.change'), value: (r) => sayKind(r.kind), head: true },
        { key: 'villages', label: cg.t('column.villages'), value: (r) => r.villages, number: true },
        { key: 'people', label: cg.t('column.population'), value: (r) => r.people, number: true },
        { key: 'causes', label: cg.t('column.cause'), value: say },
      ],
    });
  }

  function villages() {
    const name = (row) => (row.village === null ? row.name ?? row.id : cg.villageName(row.village));
    return cg.el('div', {}, cg.el('h3', {}, cg.t('changes.villages', { villages: cg.number(changes.all_villages), count: changes.all_villages })),
      changes.all_villages > changes.villages.length ? cg.el('p', { class: 'quiet' }, cg.t('changes.more', { shown: cg.number(changes.villages.length) })) : null,
      cg.table({
        caption: cg.t('changes.villages', { villages: cg.number(changes.all_villages), count: changes.all_villages }), hideCaption: true, rows: changes.villages, file: 'diff', page: 30, paper: 200,
        columns: [
          { key: 'name', label: cg.t('column.village'), value: name, show: (r) => (r.village === null ? name(r) : cg.villageLink(r.village)), head: true },
          { key: 'village_id', label: cg.t('column.id'), value: (r) => r.id },
          { key: 'place', label: cg.t('column.place'), value: (r) => r.unit },
          { key: 'change', label: cg.t('column.change'), value: (r) => sayKind(r.kind) },
          { key: 'before', label: cg.t('column.before'), value: (r) => sayStatus(r.statuses[0]) },
          { key: 'now', label: cg.t('column.now'), value: (r) => sayStatus(r.statuses[1]) },
          { key: 'population', label: cg.t('column.population'), value: (r) => r.population, number: true },
          { key: 'cause', label: cg.t('column.cause'), value: (r) => (r.cause ? sayCause(r.cause) : '–') },
          { key: 'why', label: cg.t('column.reason'), value: why, wide: true },
        ],
      }));
  }

  function units() {
    if (!changes.units.length) return null;
    const title = cg.t('changes.units');
    const rows = [...changes.units].sort((a, b) => b.gained + b.lost - a.gained - a.lost);
    return cg.closed(title, () => [cg.table({
      caption: title, hideCaption: true, rows, file: 'changes-by-unit', page: 30,
      columns: [
        { key: 'unit', label: cg.t('column.place'), value: (r) => r.name, head: true },
        { key: 'gained', label: sayKind('gained'), value: (r) => r.gained, number: true },
        { key: 'lost', label: sayKind('lost'), value: (r) => r.lost, number: true },
      ],
    })]);
  }

  cg.on('language', () => {
    cg.byId('changes-section').hidden = false;
    cg.show('changes', summary(), kinds(), villages(), units());
  });
})(window.covgap);
