// Blurhash (https://blurha.sh): a picture's colours from 30 characters, shown until the picture is loaded.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/** Paints the hash on a canvas, at the canvas's own (small) size. */
export function paintBlurhash(hash, canvas) {
  const { width, height } = canvas;
  const colours = components(hash);
  const columns = (base83(hash.slice(0, 1)) % 9) + 1;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const pixel = [0, 0, 0];
      colours.forEach((colour, index) => {
        const wave =
          Math.cos((Math.PI * x * (index % columns)) / width) *
          Math.cos((Math.PI * y * Math.floor(index / columns)) / height);
        for (let channel = 0; channel < 3; channel += 1) pixel[channel] += colour[channel] * wave;
      });
      image.data.set([...pixel.map(toSrgb), 255], 4 * (x + y * width));
    }
  }
  context.putImageData(image, 0, 0);
}

/** Returns the cosine components in linear light: the average colour first, then the waves, row by row. */
function components(hash) {
  const strongest = (base83(hash.slice(1, 2)) + 1) / 166;
  const average = base83(hash.slice(2, 6));
  const colours = [[average >> 16, (average >> 8) & 255, average & 255].map(toLinear)];
  for (let start = 6; start < hash.length; start += 2) {
    const value = base83(hash.slice(start, start + 2));
    const parts = [Math.floor(value / 361), Math.floor(value / 19) % 19, value % 19];
    colours.push(parts.map((part) => Math.sign(part - 9) * ((part - 9) / 9) ** 2 * strongest));
  }
  return colours;
}

function base83(text) {
  return [...text].reduce((value, digit) => value * 83 + DIGITS.indexOf(digit), 0);
}

function toLinear(value) {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function toSrgb(value) {
  const share = Math.min(1, Math.max(0, value));
  return Math.round(255 * (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055));
}
