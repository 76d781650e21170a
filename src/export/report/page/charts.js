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
        const rect = cg.svg('rect', { x, y: nth * height + 4, width: Math.max(width, part.value > 0 ? 1.5 : 0), height: height - 8, class: `bar ${part.kind}` }, part.title ? cg.svg('title', {}, part.title) : null);
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

  /**
   * A rising curve through points `[x, y]`; `sayX` and `sayY` put numbers in words. `kind(point)`
   * gives a point's class; `other` is a second curve to hold it against, `names` names both.
   */
  cg.curve = ({ title, points, xAxis, yAxis, sayX, sayY, kind = () => '', other = null, names = null }) => {
    const [height, left, bottom, top] = [300, 86, 48, 34];
    const both = [...points, ...(other ?? [])];
    const right = 44;
    const round = (value) => {
      const size = 10 ** Math.floor(Math.log10(value / 4));
      return [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((factor) => factor * size * 4).find((most) => most >= value * 0.9999) ?? value;
    };
    const [mostX, mostY] = [Math.max(1e-9, ...both.map((p) => p[0])), Math.max(1e-9, ...both.map((p) => p[1]))].map(round);
    const at = ([x, y]) => [left + (x / mostX) * (WIDTH - left - right), height - bottom - (y / mostY) * (height - bottom - top)];
    const shapes = [];
    for (let tick = 0; tick <= 4; tick += 1) {
      const [x, y] = at([(mostX * tick) / 4, (mostY * tick) / 4]);
      shapes.push(cg.svg('line', { x1: left, x2: WIDTH - right, y1: y, y2: y, class: 'grid' }));
      shapes.push(cg.svg('text', { x: left - 8, y, class: 'label end small' }, sayY((mostY * tick) / 4)));
      shapes.push(cg.svg('text', { x, y: height - bottom + 14, class: 'label middle small' }, sayX((mostX * tick) / 4)));
    }
    const line = (list, style) => cg.svg('polyline', { points: [[0, 0], ...list].map((p) => at(p).map((v) => v.toFixed(1)).join(',')).join(' '), class: style });
    if (other) shapes.push(line(other, 'curve other'));
    shapes.push(line(points, 'curve'));
    points.forEach((p) => shapes.push(cg.svg('circle', { cx: at(p)[0].toFixed(1), cy: at(p)[1].toFixed(1), r: 3.5, class: `point ${kind(p)}` }, cg.svg('title', {}, `${p[3] ? `${p[3]}: ` : ''}${sayX(p[0])}: ${sayY(p[1])}`))));
    if (names) names.forEach((name, nth) => shapes.push(line([], ''), cg.svg('line', { x1: WIDTH - 210, x2: WIDTH - 180, y1: height - bottom - 40 + nth * 18, y2: height - bottom - 40 + nth * 18, class: nth ? 'curve other' : 'curve' }), cg.svg('text', { x: WIDTH - 172, y: height - bottom - 40 + nth * 18, class: 'label small' }, name)));
    shapes.push(cg.svg('text', { x: WIDTH / 2, y: height - 8, class: 'label middle' }, xAxis));
    shapes.push(cg.svg('text', { x: 4, y: 10, class: 'label small' }, yAxis));
    return figure(title, height, shapes, points.map((p) => `${sayX(p[0])}: ${sayY(p[1])}`));
  };

  /** Shares with their intervals, `{ label, value: [share, low, high], strong }`, against a mark. */
  cg.intervals = ({ title, rows, mark, markText }) => {
    const [height, label] = [22, 220];
    const room = WIDTH - label - 90;
    const least = Math.min(mark, ...rows.map((row) => row.value[1]));
    const from = Math.max(0, Math.floor(least * 20) / 20);
    const x = (share) => label + ((share - from) / (1 - from)) * room;
    const tall = rows.length * height;
    const shapes = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => {
      const share = from + part * (1 - from);
      return [cg.svg('line', { x1: x(share), x2: x(share), y1: 0, y2: tall, class: 'grid' }), cg.svg('text', { x: x(share), y: tall + 12, class: 'label middle small' }, cg.percent(share, (share * 100) % 1 ? 1 : 0))];
    });
    shapes.push(cg.svg('line', { x1: x(mark), x2: x(mark), y1: -4, y2: tall, class: 'mark' }), cg.svg('text', { x: x(mark), y: -10, class: 'label small middle' }, markText));
    rows.forEach((row, nth) => {
      const y = nth * height + height / 2;
      const good = row.value[1] >= mark ? 'yes' : row.value[2] < mark ? 'no' : 'maybe';
      shapes.push(cg.svg('text', { x: label - 8, y, class: `label end${row.strong ? ' strong' : ''}` }, row.label));
      shapes.push(cg.svg('line', { x1: x(row.value[1]), x2: x(row.value[2]), y1: y, y2: y, class: `whisker ${good}` }));
      shapes.push(cg.svg('circle', { cx: x(row.value[0]), cy: y, r: row.strong ? 5 : 4, class: `whisker-point ${good}` }));
      shapes.push(cg.svg('text', { x: WIDTH - 84, y, class: 'label small' }, cg.percent(row.value[0])));
    });
    return figure(title, tall + 40, [cg.svg('g', { transform: 'translate(0 20)' }, shapes)], rows.map((row) => `${row.label}: ${cg.percent(row.value[0])}`));
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
