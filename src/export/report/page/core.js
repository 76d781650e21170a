// Words, numbers and elements: what every other part of the page uses.
window.covgap = {};
(function (cg) {
  'use strict';

  const dictionaries = JSON.parse(document.getElementById('covgap-words').textContent);
  cg.data = JSON.parse(document.getElementById('covgap-data').textContent);
  cg.lang = cg.data.lang in dictionaries ? cg.data.lang : 'en';

  const locale = () => (cg.lang === 'vi' ? 'vi-VN' : 'en-GB');
  const formats = new Map();
  function format(options) {
    const key = cg.lang + JSON.stringify(options);
    if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(locale(), options));
    return formats.get(key);
  }

  /** A number: `1,234` or `1.234`. */
  cg.number = (value, decimals = 0) => (value === null || value === undefined ? '–'
    : format({ minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value));

  /** People: whole, but never a silent zero for a part of one. */
  cg.people = (value) => (value > 0 && value < 0.5 ? '< 1' : cg.number(value));

  /** A share as a percentage. 100 % and 0 % are said only of all and of nothing. */
  cg.percent = (share, decimals = 1) => {
    if (share === null || share === undefined) return '–';
    const least = 0.5 * 10 ** (-decimals - 2);
    if (share > 0 && share < least) return `< ${cg.number(10 ** -decimals, decimals)}\u00a0%`;
    if (share < 1 && share > 1 - least) return `> ${cg.number(100 - 10 ** -decimals, decimals)}\u00a0%`;
    return `${cg.number(share * 100, share === 0 || share === 1 ? 0 : decimals)}\u00a0%`;
  };

  /** A distance: metres up to a kilometre, then kilometres. */
  cg.distance = (metres) => {
    if (metres === null || metres === undefined) return '–';
    return Math.abs(metres) < 1000 ? `${cg.number(metres)}\u00a0m` : `${cg.number(metres / 1000, 1)}\u00a0km`;
  };

  /** A distance with its sign: `+640 m`, `−640 m`. */
  cg.signedDistance = (metres) => {
    if (metres === null || metres === undefined) return '–';
    return `${metres < 0 || Object.is(metres, -0) ? '−' : '+'}${cg.distance(Math.abs(metres))}`;
  };

  /** The name of a currency: đồng in Vietnamese. */
  cg.currency = (currency) => (currency === 'VND' && cg.lang === 'vi' ? 'đồng' : currency ?? '').trim();

  /** Money, in the largest unit that leaves a number: `1.25 billion VND`, `1,25 tỷ đồng`. */
  cg.money = (value, currency) => {
    if (value === null || value === undefined || !Number.isFinite(value)) return '–';
    const [size, word] = Math.abs(value) >= 999.5e6 ? [1e9, cg.t('money.billion')] : Math.abs(value) >= 999.5e3 ? [1e6, cg.t('money.million')] : [1, ''];
    const amount = value / size;
    const decimals = size === 1 ? 0 : Math.abs(amount) >= 100 ? 0 : Math.abs(amount) >= 10 ? 1 : 2;
    const whole = Math.abs(amount - Math.round(amount)) < 1e-9 ? 0 : decimals;
    return [cg.number(amount, whole), word, cg.currency(currency)].filter(Boolean).join('\u00a0');
  };

  cg.area = (m2) => (m2 === null || m2 === undefined ? '–' : `${cg.number(m2 / 1e6, m2 < 1e8 ? 2 : 0)}\u00a0km²`);

  /**
   * The words for a key, with `{names}` filled in. A key with a `.one` twin uses it when
   * `values.count` is 1.
   */
  cg.t = (key, values = {}) => {
    const words = dictionaries[cg.lang];
    const text = (values.count === 1 && words[`${key}.one`]) || words[key];
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (_, name) => (name in values ? String(values[name]) : `{${name}}`));
  };

  /** The words for a key, or `otherwise` where there are none. */
  cg.tOr = (key, otherwise) => (key in dictionaries[cg.lang] ? cg.t(key) : otherwise);
  /** What the readers said of the inputs, in this language where it is known in it. */
  cg.said = (text) => {
    const known = cg.lang !== 'en' && Object.hasOwn(cg.data.said ?? {}, text) ? cg.data.said[text] : null;
    return cg.el('span', { lang: known || cg.lang === 'en' ? null : 'en' }, known ?? text);
  };

  /** With a capital letter. */
  cg.capital = (text) => text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);

  /** Text for comparing: lower case, without accents (`Đô Lương` is `do luong`). */
  cg.fold = (text) => String(text ?? '').toLowerCase().normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd');

  /** An order in which a person looks things up: accents aside, numbers by their value. */
  cg.compareText = (a, b) => collator().compare(a ?? '', b ?? '');
  const collators = {};
  function collator() {
    collators[cg.lang] ??= new Intl.Collator(locale(), { numeric: true });
    return collators[cg.lang];
  }

  /** An element. `attributes` with `on…` are listeners; children are elements or text. */
  cg.el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
  cg.svg = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  }

  /** A part that is closed at first, and made only when somebody opens it or prints. */
  cg.closed = (summary, make) => {
    let made = false;
    const part = cg.el('details', {}, cg.el('summary', {}, cg.el('b', {}, summary)));
    const fillIn = () => {
      if (made) return;
      made = true;
      part.append(...make().flat().filter(Boolean));
    };
    part.addEventListener('toggle', fillIn);
    cg.on('print', () => part.isConnected && fillIn());
    return part;
  };

  cg.byId = (id) => document.getElementById(id);
  cg.show = (id, ...children) => cg.byId(id).replaceChildren(...children.flat().filter(Boolean));

  // Who wants to know what has changed: 'language', 'filter', 'selection', 'view'.
  const listeners = {};
  cg.on = (event, listener) => (listeners[event] ??= []).push(listener);
  cg.emit = (event) => (listeners[event] ?? []).forEach((listener) => listener());

  /** Offers text as a file. */
  cg.download = (name, text, type) => {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = cg.el('a', { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
})(window.covgap);
