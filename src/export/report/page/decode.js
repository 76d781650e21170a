// Streams of numbers back into outlines on the plane of the map (see encode.rs).
(function (cg) {
  'use strict';

  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const VALUE = new Uint8Array(128);
  for (let i = 0; i < 64; i += 1) VALUE[ALPHABET.charCodeAt(i)] = i;

  class Stream {
    constructor(text) {
      this.text = text;
      this.at = 0;
      this.x = 0;
      this.y = 0;
    }

    get done() {
      return this.at >= this.text.length;
    }

    number() {
      let value = 0;
      let scale = 1;
      for (;;) {
        const bits = VALUE[this.text.charCodeAt(this.at)];
        this.at += 1;
        value += (bits & 31) * scale;
        if (bits < 32) return value;
        scale *= 32;
      }
    }

    signed() {
      const value = this.number();
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }

    point() {
      this.x += this.signed();
      this.y += this.signed();
    }
  }

  /** Shares, two characters each, in 4,000ths. */
  cg.decodeShares = (text) => {
    const shares = new Float64Array(text.length / 2);
    for (let i = 0; i < shares.length; i += 1) shares[i] = (VALUE[text.charCodeAt(2 * i)] * 64 + VALUE[text.charCodeAt(2 * i + 1)]) / 4000;
    return shares;
  };

  // The map's plane: Web Mercator, the whole world 256 units wide, y to the south.
  cg.projectLonLat = (lon, lat) => {
    const sine = Math.sin((lat * Math.PI) / 180);
    return [256 * (lon / 360 + 0.5), 256 * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI))];
  };

  const { origin, step } = cg.data.map;
  const project = (stream) => cg.projectLonLat(origin[0] + stream.x * step, origin[1] + stream.y * step);

  /** Lines of a stream: flat coordinates, and where each line starts. */
  function lines(stream, count) {
    const xs = [];
    const ys = [];
    const starts = [0];
    for (let line = 0; count === null ? !stream.done : line < count; line += 1) {
      for (let points = stream.number(); points > 0; points -= 1) {
        stream.point();
        const [x, y] = project(stream);
        xs.push(x);
        ys.push(y);
      }
      starts.push(xs.length);
    }
    return { x: Float64Array.from(xs), y: Float64Array.from(ys), starts: Int32Array.from(starts) };
  }

  /** Borders shared by neighbours, with how many administrative levels change across each. */
  cg.decodeBorders = (map) => {
    const borders = lines(new Stream(map.borders), null);
    borders.levels = map.border_levels;
    return borders;
  };

  /** Rings of each village as steps along borders. */
  cg.decodeRings = (text, villages) => {
    const stream = new Stream(text);
    const ringStarts = [0];
    const stepStarts = [0];
    const steps = [];
    let code = 0;
    for (let village = 0; village < villages; village += 1) {
      for (let rings = stream.done ? 0 : stream.number(); rings > 0; rings -= 1) {
        for (let count = stream.number(); count > 0; count -= 1) {
          code += stream.signed();
          steps.push(code);
        }
        stepStarts.push(steps.length);
      }
      ringStarts.push(stepStarts.length - 1);
    }
    return { ringStarts: Int32Array.from(ringStarts), stepStarts: Int32Array.from(stepStarts), steps: Int32Array.from(steps) };
  };

  /** Positions, one after the other. */
  cg.decodePoints = (text) => {
    const stream = new Stream(text);
    const x = [];
    const y = [];
    while (!stream.done) {
      stream.point();
      const [px, py] = project(stream);
      x.push(px);
      y.push(py);
    }
    return { x: Float64Array.from(x), y: Float64Array.from(y) };
  };

  /** The rings of a layer of service areas. */
  cg.decodeLayer = (text) => {
    const stream = new Stream(text);
    return lines(stream, stream.done ? 0 : stream.number());
  };
})(window.covgap);
