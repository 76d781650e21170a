// How much time of the processor the page takes, whatever else the machine does: to open, to find a
// name, to choose a village, to filter, to move the map.
//
//   node measure.mjs REPORT.html
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const report = resolve(process.argv[2]);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
const page = await (await browser.newContext({ viewport: { width: 1400, height: 1000 }, reducedMotion: 'reduce' })).newPage();
page.setDefaultTimeout(300_000);
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });
const spent = async () => (await session.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'TaskDuration').value * 1000;

async function time(what, work) {
  const before = await spent();
  await work();
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); }));
  console.log(`${what.padEnd(34)} ${String(Math.round(await spent() - before)).padStart(6)} ms`);
}

console.log(`${'size'.padEnd(34)} ${(statSync(report).size / 1e6).toFixed(2)} MB`);
await time('open until everything is there', async () => {
  await page.goto(pathToFileURL(report).href);
  await page.waitForSelector('html[data-ready]');
});
const villages = await page.evaluate(() => covgap.count);
console.log(`${'villages'.padEnd(34)} ${villages}`);
await time('move the map', () => page.evaluate(() => covgap.map.panBy([200, 0], { animate: false })));
await time('zoom in', () => page.evaluate(() => covgap.map.zoomIn(2, { animate: false })));
await time('zoom out to everything', () => page.evaluate(() => covgap.zoomTo(covgap.all)));
await time('search, first letters', () => page.evaluate(() => { covgap.filter.text = '12'; covgap.applyFilter(); }));
await time('search, one more letter', () => page.evaluate(() => { covgap.filter.text = '123'; covgap.applyFilter(); }));
await time('filter by status', () => page.evaluate(() => { covgap.filter.text = ''; covgap.filter.status = 'c'; covgap.applyFilter(); }));
await time('no filter', () => page.evaluate(() => { covgap.filter.status = ''; covgap.applyFilter(); }));
await time('choose a village', () => page.evaluate(() => covgap.select(covgap.count >> 1, { zoom: true })));
await time('what is under the pointer, 100 times', () => page.evaluate(() => {
  for (let v = 0; v < 100; v += 1) {
    const nth = Math.floor((v * covgap.count) / 100);
    covgap.villageAt(covgap.boxes[nth * 4], covgap.boxes[nth * 4 + 1], 0.001);
  }
}));
await time('the other language', () => page.evaluate(() => document.querySelector(`[data-lang=${document.documentElement.lang === 'en' ? 'vi' : 'en'}]`).click()));
await browser.close();
