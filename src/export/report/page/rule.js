// Rules in words, in the language of the page.
(function (cg) {
  'use strict';

  const TOKEN = /\s*(\(|\)|and\b|or\b|[a-z]+(?:\s*(?:>=|:)\s*[\w.%]+)?)/gy;

  /** One demand of a rule in words; what is not known is shown as it was typed. */
  function sayDemand(text) {
    const [, kind, , value] = /^([a-z]+)(?:\s*(>=|:)\s*(.+))?$/.exec(text) ?? [];
    if (kind === 'clusters' && value && !(`demand.clusters.${value}` in { 'demand.clusters.all': 1, 'demand.clusters.any': 1 })) {
      return cg.t('demand.clusters.atLeast', { number: value });
    }
    if (kind === 'clusters') return cg.t(`demand.clusters.${value}`);
    if (kind === 'within') return cg.t('demand.within', { distance: cg.distance(parseFloat(value)) });
    if (kind === 'centre') return cg.t('demand.centre');
    if (['area', 'population', 'buildings'].includes(kind)) return cg.t(`demand.${kind}`, { share: saysShare(Number(value)) });
    return text;
  }

  /** One demand in two or three words. */
  function shortDemand(text) {
    const [, kind, , value] = /^([a-z]+)(?:\s*(>=|:)\s*(.+))?$/.exec(text) ?? [];
    if (kind === 'centre') return cg.t('short.centre');
    if (kind === 'clusters') return /^\d+$/.test(value) ? cg.t('short.clusters.atLeast', { number: value }) : cg.t(`short.clusters.${value}`);
    if (kind === 'within') return cg.t('short.within', { distance: cg.distance(parseFloat(value)) });
    if (['area', 'population', 'buildings'].includes(kind)) return cg.t(`short.${kind}`, { share: saysShare(Number(value)) });
    return text;
  }

  const saysShare = (share) => cg.percent(share, Math.abs(share * 100 - Math.round(share * 100)) < 1e-9 ? 0 : 1);

  /** What the rule demands: `centre and (clusters:all or population>=0.95)` as a clause. */
  cg.sayDemands = (text) => say(text, sayDemand);

  /** The same in as few words as a table has room for. */
  cg.sayShort = (text) => say(text, shortDemand);

  function say(text, demand) {
    const said = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
      const token = TOKEN.exec(text)?.[1];
      if (!token) return text;
      if (token === 'and' || token === 'or') said.push(` ${cg.t(`demand.${token}`)} `);
      else said.push(token === '(' || token === ')' ? token : demand(token));
    }
    return said.join('');
  }

  /** Whose service areas count. */
  function sayOperators({ operators, min_technology: technology }) {
    if (operators === 'any' || !operators) return cg.t('counts.any', { technology });
    if (operators === 'each') return cg.t('counts.each', { technology });
    if (/^\d+$/.test(operators)) return cg.t('counts.atLeast', { technology, number: operators });
    return cg.t('counts.named', { technology, operator: operators });
  }

  /** What else was decided: levels of received power in words, the rest as it is typed. */
  function sayFurther(further) {
    if (!further) return null;
    const said = [];
    const rest = further.replace(/--signal (\S+)\s*/, (_, levels) => {
      const list = levels.split(',').map((one) => one.split('=')).map(([technology, level]) => `${technology} ${cg.number(Number(level), Number.isInteger(Number(level)) ? 0 : 1)}\u00a0dBm`);
      said.push(cg.t('counts.signal', { levels: list.join(', ') }));
      return '';
    }).replace(/--tolerance (\S+)\s*/, (_, share) => {
      said.push(cg.t('counts.tolerance', { share: cg.percent(Number(share)) }));
      return '';
    }).replace(/--switch-off (\S+)\s*/, (_, list) => {
      said.push(cg.t('counts.switchedOff', { technologies: list.split(',').join(', ') }));
      return '';
    });
    if (rest.trim()) said.push(cg.t('counts.further', { further: rest.trim() }));
    return said.join(' ');
  }

  /** A rule in a sentence or two. */
  cg.sayRule = (rule) => [
    cg.t('rule', { demands: cg.sayDemands(rule.text) }),
    sayOperators(rule),
    sayFurther(rule.further),
  ].filter(Boolean).join(' ');

  /** The share that a rule about area alone asks for; null of other rules. */
  cg.areaThreshold = (rule) => {
    const found = /^area>=([\d.]+)$/.exec(rule.text);
    return found && (rule.operators === 'any' || !rule.operators) ? Number(found[1]) : null;
  };
})(window.covgap);
