import CImageCodecs
import Core

/// Decodes PNG, JPEG, WebP, GIF, TIFF and BMP files, told apart by their first bytes, to 8-bit RGB. It keeps its memory
/// from one image to the next and serves one thread.
package struct ImageDecoder: ~Copyable {
  /// The endings of the files that are taken for images.
  package static let fileExtensions: Set<String> = ["png", "jpg", "jpeg", "webp", "gif", "tif", "tiff", "bmp"]

  /// The largest file that is tried, far beyond what the most pixels allowed need.
  private static let largestFile = 1 << 30

  private let decoder: OpaquePointer
  private var file: Buffer<UInt8>

  package init() {
    guard let decoder = image_decoder_create() else { preconditionFailure("no memory for an image decoder") }
    self.decoder = decoder
    file = Buffer(count: 1 << 14)
  }

  deinit { image_decoder_free(decoder) }

  /// Decodes the image in a file and lends its height × width × 3 bytes to `body`, which must not let them escape.
  ///
  /// - Throws: ``DatasetError`` when the file cannot be read, is of none of these formats, is damaged or too large.
  package mutating func decode<Result>(
    fileAt path: String, _ body: (ImageSize, UnsafePointer<UInt8>) throws -> Result
  ) throws -> Result {
    let input = try InputFile(opening: path)
    guard input.size > 0 else { throw DatasetError(.emptyFile(path: path)) }
    guard input.size <= Self.largestFile else {
      let message = "expected at most \(Self.largestFile.grouped) bytes, found \(input.size.grouped)"
      throw DatasetError(.corruptImage(path: path, message: message))
    }
    if input.size > file.count { file = Buffer(count: input.size) }
    let bytes = UnsafeMutableRawBufferPointer(rebasing: file.bytes[..<input.size])
    try input.read(into: bytes)
    return try decode(UnsafeRawBufferPointer(bytes), path: path, body)
  }

  /// Decodes a file that is in memory; `path` is what errors call it.
  package func decode<Result>(
    _ bytes: UnsafeRawBufferPointer, path: String, _ body: (ImageSize, UnsafePointer<UInt8>) throws -> Result
  ) throws -> Result {
    if BMPImage.matches(bytes) { return try decodeBitmap(bytes, path: path, body) }
    var image = decoded_image()
    let status = image_decode(decoder, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, &image)
    let size = ImageSize(height: Int(image.height), width: Int(image.width))
    if status == IMAGE_DECODED, let pixels = image.pixels { return try body(size, pixels) }

    switch status {
    case IMAGE_UNKNOWN_FORMAT: throw DatasetError(.notAnImage(path: path))
    case IMAGE_TOO_LARGE: throw DatasetError(.imageTooLarge(path: path, size: size, limit: Int(IMAGE_PIXEL_LIMIT)))
    case IMAGE_OUT_OF_MEMORY:
      throw DatasetError(.memory(images: 1, size: size, bytesPerSample: 1, available: Memory.left))
    case IMAGE_UNSUPPORTED:
      throw DatasetError(.unsupportedImage(path: path, kind: String(cString: image.message)))
    default:
      throw DatasetError(.corruptImage(path: path, message: String(cString: image.message)))
    }
  }

  private func decodeBitmap<Result>(
    _ bytes: UnsafeRawBufferPointer, path: String, _ body: (ImageSize, UnsafePointer<UInt8>) throws -> Result
  ) throws -> Result {
    let limit = Int(IMAGE_PIXEL_LIMIT)
    let image: (size: ImageSize, pixels: [UInt8])
    do throws(BMPProblem) {
      image = try BMPImage.decode(bytes, largestArea: limit)
    } catch {
      switch error {
      case .short: throw DatasetError(.corruptImage(path: path, message: "the file ends early"))
      case .damaged(let message): throw DatasetError(.corruptImage(path: path, message: message))
      case .unsupported(let kind): throw DatasetError(.unsupportedImage(path: path, kind: kind))
      case .tooLarge(let size): throw DatasetError(.imageTooLarge(path: path, size: size, limit: limit))
      }
    }
    return try image.pixels.withUnsafeBufferPointer { pixels in
      guard let base = pixels.baseAddress else { throw DatasetError(.notAnImage(path: path)) }
      return try body(image.size, base)
    }
  }
}
