// Starts the page: language, address, printing.
(function (cg) {
  'use strict';

  function speak(language) {
    cg.lang = language;
    document.documentElement.lang = language;
    document.querySelectorAll('[data-t]').forEach((element) => { element.textContent = cg.t(element.dataset.t); });
    document.querySelectorAll('[data-t-label]').forEach((element) => element.setAttribute('aria-label', cg.t(element.dataset.tLabel)));
    document.querySelectorAll('[data-lang]').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.lang === language)));
    cg.emit('language');
    contents();
  }

  function contents() {
    const sections = [...document.querySelectorAll('main > section')].filter((section) => !section.hidden && section.id !== 'answer');
    cg.show('contents', sections.map((section) => cg.el('a', { href: `#${section.id}` }, cg.t(`nav.${section.id.replace('-section', '')}`))));
  }

  /** Goes where the address says: `#/village/ID`, `#/place/District/Commune`. */
  function follow() {
    const unit = named();
    if (unit) {
      cg.choosePlace(unit);
      cg.byId('place-section').scrollIntoView();
      return;
    }
    const [, kind, ...names] = location.hash.split('/').map(decode);
    if (kind === 'village') {
      const v = cg.data.villages.id.indexOf(names.join('/'));
      if (v < 0) return;
      cg.select(v, { zoom: true });
      cg.byId('map-section').scrollIntoView();
      cg.byId('evidence').focus({ preventScroll: true });
    } else if (kind === 'place') {
      cg.choosePlace(names.length ? cg.unitAt(names) : null);
      cg.byId('place-section').scrollIntoView();
    }
  }

  /** `#district=Kỳ Sơn` and the like: the unit of that name, accents or not. */
  function named() {
    const found = /^#([^=/]+)=(.+)$/.exec(location.hash);
    if (!found) return null;
    const [level, name] = found.slice(1).map((part) => cg.fold(decode(part)));
    const levels = cg.levels.filter((one) => cg.fold(one.name) === level);
    return levels.flatMap((one) => one.units).find((unit) => cg.fold(unit.name) === name || cg.fold(unit.name).endsWith(` ${name}`)) ?? null;
  }

  const decode = (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  };

  document.querySelectorAll('[data-lang]').forEach((button) => button.addEventListener('click', () => speak(button.dataset.lang)));
  cg.byId('print').addEventListener('click', () => window.print());
  window.addEventListener('hashchange', follow);
  window.addEventListener('beforeprint', () => { cg.drawPrintMap(); cg.emit('print'); });
  window.addEventListener('afterprint', () => cg.emit('printed'));
  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches?.('input, select, textarea');
    if (event.key === '/' && !typing) {
      event.preventDefault();
      cg.byId('search').focus();
    } else if (event.key === 'Escape' && cg.selected !== null) cg.select(null);
  });

  cg.startMap();
  speak(cg.lang);
  follow();
  document.documentElement.dataset.ready = 'true';
})(window.covgap);
