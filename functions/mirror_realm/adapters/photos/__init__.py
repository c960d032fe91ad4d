"""Users' photos: their storage, and their conversion to safe JPEGs before any other code reads them.

storage_photos   the PhotoFiles port on Cloud Storage
reader           the PhotoReader port: judges a file by its first bytes, hands it to a child process
sandbox          the child process: its limits, its end
decoding         what runs there: from a hostile file to a plain JPEG
formats          the formats there are, by their signatures
jpeg, png, webp, heic
                 the readers: what a file of each format holds, found without decoding a pixel (a Photo)
libwebp, libheif the C functions that decode at a smaller size; native finds them, heic_whole does without
colours          the profile applied, transparency on white
refusals         the reasons why a photo is refused, in words for its owner
"""
