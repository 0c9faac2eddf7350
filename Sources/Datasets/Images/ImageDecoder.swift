import CImageCodecs
import Matrices

/// Decodes PNG and JPEG files, told apart by their first bytes, to 8-bit RGB. It keeps its memory from one image to the
/// next and serves one thread.
package struct ImageDecoder: ~Copyable {
  /// The largest file that is tried, far beyond what the most pixels allowed need.
  private static let largestFile = 1 << 30

  private let decoder: OpaquePointer
  private var file: UnsafeMutableRawBufferPointer

  package init() {
    guard let decoder = image_decoder_create() else { preconditionFailure("no memory for an image decoder") }
    self.decoder = decoder
    file = .allocate(byteCount: 1 << 14, alignment: 16)
  }

  deinit {
    image_decoder_free(decoder)
    file.deallocate()
  }

  /// Decodes the image in a file and lends its height × width × 3 bytes to `body`, which must not let them escape.
  ///
  /// - Throws: ``DatasetError`` when the file cannot be read, is neither PNG nor JPEG, is damaged or too large.
  package mutating func decode<Result>(
    fileAt path: String, _ body: (ImageSize, UnsafePointer<UInt8>) throws -> Result
  ) throws -> Result {
    let input = try InputFile(opening: path)
    guard input.size > 0 else { throw DatasetError(.emptyFile(path: path)) }
    guard input.size <= Self.largestFile else {
      let message = "expected at most \(Self.largestFile.grouped) bytes, found \(input.size.grouped)"
      throw DatasetError(.corruptImage(path: path, message: message))
    }
    if input.size > file.count {
      file.deallocate()
      file = .allocate(byteCount: input.size, alignment: 16)
    }
    let bytes = UnsafeMutableRawBufferPointer(rebasing: file[..<input.size])
    try input.read(into: bytes)
    return try decode(UnsafeRawBufferPointer(bytes), path: path, body)
  }

  /// Decodes a file that is in memory; `path` is what errors call it.
  package func decode<Result>(
    _ bytes: UnsafeRawBufferPointer, path: String, _ body: (ImageSize, UnsafePointer<UInt8>) throws -> Result
  ) throws -> Result {
    var image = decoded_image()
    let status = image_decode(decoder, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, &image)
    let size = ImageSize(height: Int(image.height), width: Int(image.width))
    if status == IMAGE_DECODED, let pixels = image.pixels { return try body(size, pixels) }

    switch status {
    case IMAGE_UNKNOWN_FORMAT: throw DatasetError(.notAnImage(path: path))
    case IMAGE_TOO_LARGE: throw DatasetError(.imageTooLarge(path: path, size: size, limit: Int(IMAGE_PIXEL_LIMIT)))
    case IMAGE_OUT_OF_MEMORY:
      throw DatasetError(.memory(images: 1, size: size, bytesPerSample: 1, available: Memory.left))
    default:
      throw DatasetError(.corruptImage(path: path, message: String(cString: image.message)))
    }
  }
}
