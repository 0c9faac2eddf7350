import Datasets
import Foundation
import Testing

/// The images that make_images.py and make_formats.py wrote, and what Pillow reads from them.
enum Fixture {
  struct Expected: Decodable {
    let height: Int
    let width: Int
    let tolerance: Int
    let pixels: [UInt8]
  }

  struct ResizeCase: Decodable {
    let source: [Int]
    let target: [Int]
    let pixels: [UInt8]
    let resized: [UInt8]
  }

  static func path(_ name: String) -> String {
    Bundle.module.bundleURL.appending(path: "Fixtures").appending(path: name).path
  }

  static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

  static func expectedImages() throws -> [String: Expected] {
    struct File: Decodable { let images: [String: Expected] }
    return try ["expected.json", "formats.json"].reduce(into: [:]) { images, name in
      images.merge(try JSONDecoder().decode(File.self, from: Data(try bytes(name))).images) { first, _ in first }
    }
  }

  static func resizeCases() throws -> [ResizeCase] {
    struct File: Decodable { let cases: [ResizeCase] }
    return try JSONDecoder().decode(File.self, from: Data(try bytes("resized.json"))).cases
  }

  /// The names of the images, sorted.
  static let imageNames: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: path("images"))
    return (names ?? []).sorted()
  }()
}

/// A folder that is removed with the value.
final class ScratchFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "datasets-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders that it is in; returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

  /// Writes a fixture image.
  func add(image: String, as name: String) throws { try write(try Fixture.bytes("images/\(image)"), to: name) }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
  }
}

/// The reason for which `body` fails; nil when it does not.
func reason(_ body: () throws -> Void) -> DatasetError.Reason? {
  do {
    try body()
    return nil
  } catch {
    return (error as? DatasetError)?.reason
  }
}

/// A decoded image, or the reason why there is none.
enum Outcome: Equatable {
  case image(ImageSize, [UInt8])
  case failure(DatasetError.Reason)
}

func decode(_ bytes: [UInt8], with decoder: borrowing ImageDecoder) throws -> Outcome {
  do {
    return try bytes.withUnsafeBytes { bytes in
      try decoder.decode(bytes, path: "image") { size, pixels in
        .image(size, Array(UnsafeBufferPointer(start: pixels, count: size.height * size.width * 3)))
      }
    }
  } catch let error as DatasetError {
    return .failure(error.reason)
  }
}
