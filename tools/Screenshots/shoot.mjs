// node shoot.mjs FOLDER NAME=URL ...
// Opens each page in Chromium in a window of a fixed size and saves what it shows as FOLDER/NAME.png. Prints a line of JSON a
// page and ends with 1 when one is blank, failed to load something, or said an error. CHROMIUM names the browser's program.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const width = 1100;
const fewestColours = 16;
const leastInk = 0.01;
const warmUp = 50;

// How tall each window is, and what is done on the page first.
const shots = {
  'load-report': { height: 1300 },
  'demo-report': { height: 750 },
  'cache-study': { height: 760 },
  'gateway-api': { height: 860, prepare: askForARanking },
};

async function askForARanking(page) {
  const call = page.locator('section', { hasText: ':rank' });
  await page.waitForFunction(() => document.querySelector('input').value !== '');
  for (let warm = 0; warm < warmUp; warm++) await Promise.all([page.waitForResponse(/:rank$/), call.getByRole('button').click()]);
  await call.locator('pre', { hasText: /^\d+/ }).waitFor();
  if (!(await call.locator('pre').innerText()).startsWith('200')) throw new Error(await call.locator('pre').innerText());
}

// How much is drawn, counted in the page's own browser: nothing else here reads PNG.
function inkOf(png) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onerror = () => reject(new Error('The picture cannot be read back.'));
    image.onload = () => {
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
      const counts = new Map();
      for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
      resolve({ colours: counts.size, ink: 1 - Math.max(...counts.values()) / pixels.length });
    };
    image.src = 'data:image/png;base64,' + png;
  });
}

async function shoot(browser, name, url, folder) {
  const { height = 900, prepare } = shots[name] || {};
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light', deviceScaleFactor: 1 });
  const errors = [];
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', error => errors.push(error.message));
  page.on('requestfailed', request => errors.push(`${request.url()}: ${request.failure().errorText}`));
  page.on('response', response => response.status() >= 400 && errors.push(`${response.url()}: ${response.status()}`));
  const file = join(folder, `${name}.png`);
  try {
    await page.goto(url, { waitUntil: 'networkidle' });
    await prepare?.(page);
    const picture = await page.screenshot({ path: file });
    const { colours, ink } = await page.evaluate(inkOf, picture.toString('base64'));
    if (colours < fewestColours || ink < leastInk) errors.push(`The page is blank: ${colours} colours, ${(100 * ink).toFixed(2)} % ink.`);
    console.log(JSON.stringify({ name, bytes: statSync(file).size, width, height, colours, ink, errors }));
  } catch (error) {
    errors.push(error.message);
    console.log(JSON.stringify({ name, errors }));
  }
  await page.close();
  return errors.length === 0;
}

const [folder, ...wanted] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
let good = true;
for (const page of wanted) {
  const cut = page.indexOf('=');
  const where = page.slice(cut + 1);
  good = await shoot(browser, page.slice(0, cut), where.includes('://') ? where : pathToFileURL(where).href, folder) && good;
}
await browser.close();
process.exitCode = good ? 0 : 1;
