/* Makes large photos smaller before they are sent, so that a telephone sends them in seconds. Without it they are sent as they are. */
(function () {
  "use strict";
  const field = document.querySelector("input[type=file][data-shrink]");
  if (!field || !window.createImageBitmap || !window.DataTransfer) return;
  const LONGEST = 2560, SMALL = 1000000;

  async function shrunk(file) {
    if (file.size < SMALL || !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      if (!made || made.size >= file.size) return file;
      return new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
    } catch (error) {
      return file;
    }
  }

  field.addEventListener("change", async () => {
    const chosen = [...field.files], sent = new DataTransfer();
    for (const file of chosen) sent.items.add(await shrunk(file));
    const same = field.files.length === chosen.length && chosen.every((file, at) => file === field.files[at]);
    if (same) field.files = sent.files;
  });
})();
