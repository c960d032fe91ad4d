// What kind of photo a file is by its first bytes, as the backend judges it: its name and `file.type` are guesses, and
// browsers on Linux and Windows know no type for HEIC.

/** What a file chooser offers: types for phones, endings for systems that know no type for HEIC. */
export const ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,.jpg,.jpeg,.png,.webp,.heic,.heif";

const LONGEST_BRANDS = 256; // bytes of the box that names what an ISO media file is
const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "mif2", "msf1"];

/** Returns the content type of a photo, empty for any other file. Throws DOMException where it cannot be read. */
export async function photoTypeOf(file) {
  const bytes = new Uint8Array(await file.slice(0, LONGEST_BRANDS).arrayBuffer());
  const text = String.fromCharCode(...bytes);
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return "image/webp";
  if (text.startsWith("ftyp", 4) && HEIC_BRANDS.includes(text.slice(8, 12))) return "image/heic";
  return "";
}
