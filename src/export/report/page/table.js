// Tables that sort, turn pages and can be taken away as CSV.
(function (cg) {
  'use strict';

  const PAGE = 50;

  /**
   * A table. Columns: `key`, `label`, `value(row)` for sorting and CSV, `show(row)` for the
   * cell where that differs, `number` to align right and to start with the largest. A caption
   * that a heading says already is hidden from the eye.
   */
  cg.table = ({ caption, columns, rows, file, sort = null, page = PAGE, hideCaption = false, paper = 2000 }) => {
    const state = { sort, from: 0 };
    const body = cg.el('tbody');
    const head = cg.el('tr');
    const pager = cg.el('div', { class: 'pager' });
    let order = rows;

    const compare = (a, b) => {
      const [x, y] = [state.sort.column.value(a), state.sort.column.value(b)];
      const [noX, noY] = [x === null || x === undefined, y === null || y === undefined];
      if (noX || noY) return noX - noY;
      const difference = typeof x === 'number' && typeof y === 'number' ? x - y : cg.compareText(String(x), String(y));
      return state.sort.down ? -difference : difference;
    };

    function drawHead() {
      head.replaceChildren(...columns.map((column) => {
        const sorted = state.sort?.column.key === column.key;
        const direction = !sorted ? null : state.sort.down ? 'descending' : 'ascending';
        return cg.el('th', { scope: 'col', class: column.number ? 'number' : null, 'aria-sort': direction },
          cg.el('button', { type: 'button', title: cg.t('table.sort', { column: column.label }), onclick: () => sortBy(column) },
            column.label, cg.el('span', { 'aria-hidden': 'true' }, !sorted ? '' : state.sort.down ? ' ▼' : ' ▲')));
      }));
    }

    function sortBy(column) {
      const down = state.sort?.column.key === column.key ? !state.sort.down : Boolean(column.number);
      state.sort = { column, down };
      state.from = 0;
      draw();
      [...head.children][columns.indexOf(column)].firstChild.focus();
    }

    function draw() {
      order = state.sort ? [...rows].sort(compare) : rows;
      drawHead();
      drawBody();
    }

    function drawBody() {
      drawRows(order.slice(state.from, state.from + page));
      drawPager();
    }

    function drawRows(shown) {
      body.replaceChildren(...shown.map((row) => cg.el('tr', {}, columns.map((column) => cell(column, row)))));
    }

    function cell(column, row) {
      const plain = () => (column.number ? cg.number(column.value(row)) : column.value(row) ?? '–');
      const attributes = { class: column.number ? 'number' : column.wide ? 'wide' : null, scope: column.head ? 'row' : null };
      return cg.el(column.head ? 'th' : 'td', attributes, column.show ? column.show(row) : plain());
    }

    function turn(from) {
      state.from = from;
      drawBody();
    }

    function drawPager() {
      const parts = [];
      if (rows.length > page) {
        const last = Math.min(state.from + page, rows.length);
        parts.push(
          cg.el('button', { type: 'button', disabled: state.from === 0, onclick: () => turn(Math.max(0, state.from - page)) }, cg.t('table.previous')),
          cg.el('span', { role: 'status' }, cg.t('table.range', { from: cg.number(state.from + 1), to: cg.number(last), of: cg.number(rows.length) })),
          cg.el('button', { type: 'button', disabled: last >= rows.length, onclick: () => turn(state.from + page) }, cg.t('table.next')),
        );
      }
      if (file && rows.length) parts.push(cg.el('button', { type: 'button', class: 'export', onclick: exportCsv }, cg.t('table.export')));
      pager.replaceChildren(...parts);
    }

    function exportCsv() {
      const quote = (value) => (/[",;\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
      const line = (values) => values.map((value) => quote(value === null || value === undefined ? '' : String(value))).join(',');
      const text = [line(columns.map((column) => column.key)), ...order.map((row) => line(columns.map((column) => column.value(row))))];
      cg.download(`${file}.csv`, `\ufeff${text.join('\r\n')}\r\n`, 'text/csv;charset=utf-8');
    }

    draw();
    if (rows.length === 0) return cg.el('p', { class: 'quiet' }, cg.t('table.empty'));
    // Paper has no next page to turn to: there the table is whole.
    // `paper` rows of it at most, and how many more there are.
    const more = rows.length > paper ? cg.el('p', { class: 'quiet print-only' }, cg.t('table.more', { number: cg.number(rows.length - paper) })) : null;
    if (rows.length > page) {
      cg.on('print', () => body.isConnected && drawRows(order.slice(0, paper)));
      cg.on('printed', () => body.isConnected && drawBody());
    }
    return cg.el('div', { class: 'table' },
      cg.el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
        cg.el('table', {}, cg.el('caption', { class: hideCaption ? 'visually-hidden' : null }, caption), cg.el('thead', {}, head), body)), more, pager);
  };
})(window.covgap);
