// The kind of a photo by its first bytes, as the backend reads it: its name and `file.type` are not reliable, and
// browsers on Linux and Windows have no type for HEIC.

/** The filter of a file chooser: types for phones, file endings for systems without a type for HEIC. */
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
