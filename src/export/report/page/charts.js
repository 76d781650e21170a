// Charts, drawn as plain SVG; every one says its numbers in words too.
(function (cg) {
  'use strict';

  const WIDTH = 640;

  /** Horizontal bars: `{ label, parts: [{ value, kind }], text, href }`, longest bar full. */
  cg.bars = ({ title, rows, labelWidth = 190, max = null }) => {
    const height = 22;
    const room = WIDTH - labelWidth - 110;
    const most = max ?? Math.max(1e-9, ...rows.map((row) => row.parts.reduce((sum, part) => sum + part.value, 0)));
    const bars = rows.map((row, nth) => {
      let x = labelWidth;
      const parts = row.parts.map((part) => {
        const width = (part.value / most) * room;
        const rect = cg.svg('rect', { x, y: nth * height + 4, width: Math.max(width, part.value > 0 ? 1.5 : 0), height: height - 8, class: `bar ${part.kind}` });
        x += width;
        return rect;
      });
      const label = cg.svg('text', { x: labelWidth - 8, y: nth * height + height / 2, class: 'label end' }, row.label);
      const text = cg.svg('text', { x: x + 6, y: nth * height + height / 2, class: 'label' }, row.text);
      return cg.svg('g', {}, row.href ? cg.svg('a', { href: row.href }, label) : label, parts, text);
    });
    return figure(title, rows.length * height, bars, rows.map((row) => `${row.label}: ${row.text}`));
  };

  /** Columns: `{ label, value, text, kind }`. */
  cg.columns = ({ title, columns, axis }) => {
    const [height, top, bottom] = [230, 24, 44];
    const most = Math.max(1e-9, ...columns.map((column) => column.value));
    const step = WIDTH / columns.length;
    const shapes = columns.map((column, nth) => {
      const tall = (column.value / most) * (height - top - bottom);
      const middle = nth * step + step / 2;
      return cg.svg('g', {},
        cg.svg('rect', { x: nth * step + step * 0.12, y: height - bottom - tall, width: step * 0.76, height: Math.max(tall, column.value > 0 ? 1.5 : 0), class: `bar ${column.kind}` }),
        cg.svg('text', { x: middle, y: height - bottom - tall - 9, class: 'label middle' }, column.text),
        cg.svg('text', { x: middle, y: height - bottom + 14, class: 'label middle small' }, column.label));
    });
    shapes.push(cg.svg('line', { x1: 0, x2: WIDTH, y1: height - bottom, y2: height - bottom, class: 'axis' }));
    shapes.push(cg.svg('text', { x: WIDTH / 2, y: height - 8, class: 'label middle' }, axis));
    return figure(title, height, shapes, columns.map((column) => `${column.label}: ${column.text}`));
  };

  /** A rising curve through points `[x, y]`; `sayX` and `sayY` put numbers in words. */
  cg.curve = ({ title, points, xAxis, yAxis, sayX, sayY }) => {
    const [height, left, bottom, top] = [280, 86, 48, 16];
    const [mostX, mostY] = [Math.max(1e-9, ...points.map((p) => p[0])), Math.max(1e-9, ...points.map((p) => p[1]))];
    const at = ([x, y]) => [left + (x / mostX) * (WIDTH - left - 24), height - bottom - (y / mostY) * (height - bottom - top)];
    const shapes = [];
    for (let tick = 0; tick <= 4; tick += 1) {
      const [x, y] = at([(mostX * tick) / 4, (mostY * tick) / 4]);
      shapes.push(cg.svg('line', { x1: left, x2: WIDTH - 24, y1: y, y2: y, class: 'grid' }));
      shapes.push(cg.svg('text', { x: left - 8, y, class: 'label end small' }, sayY((mostY * tick) / 4)));
      shapes.push(cg.svg('text', { x, y: height - bottom + 14, class: 'label middle small' }, sayX((mostX * tick) / 4)));
    }
    shapes.push(cg.svg('polyline', { points: [[0, 0], ...points].map((p) => at(p).join(',')).join(' '), class: 'curve' }));
    points.forEach((p) => shapes.push(cg.svg('circle', { cx: at(p)[0], cy: at(p)[1], r: 3, class: 'point' }, cg.svg('title', {}, `${sayX(p[0])}: ${sayY(p[1])}`))));
    shapes.push(cg.svg('text', { x: WIDTH / 2, y: height - 8, class: 'label middle' }, xAxis));
    shapes.push(cg.svg('text', { x: 4, y: 8, class: 'label small' }, yAxis));
    return figure(title, height, shapes, points.map((p) => `${sayX(p[0])}: ${sayY(p[1])}`));
  };

  function figure(title, height, shapes, sentences) {
    const described = sentences.length <= 60 ? sentences : [...sentences.slice(0, 60), '…'];
    return cg.el('figure', {},
      cg.el('figcaption', {}, title),
      cg.svg('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'group', 'aria-label': `${title}. ${described.join('; ')}`, style: `max-width:${WIDTH}px` }, shapes));
  }

  /** A small bar for a share, beside its number. */
  cg.meter = (share, text = cg.percent(share)) => {
    const bar = cg.el('span', { class: 'meter-fill' });
    bar.style.width = `${Math.max(0, Math.min(1, share ?? 0)) * 100}%`;
    return cg.el('span', { class: 'meter' }, cg.el('span', { class: 'meter-track', 'aria-hidden': 'true' }, bar), cg.el('span', { class: 'meter-text' }, text));
  };
})(window.covgap);
