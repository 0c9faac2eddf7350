import ArgumentParser
import Experiments

/// The options of reading images, for the commands that take them.
struct ImageReadingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The size that images of a folder are scaled to.", valueName: "pixels"))
  var imageSize: Int?

  @Option(
    help: ArgumentHelp(
      "The format of the images, where their names do not show it: \(ImageOptions.formats.joined(separator: ", ")).",
      valueName: "name"))
  var imageFormat: String?

  @Option(
    help: ArgumentHelp("The treatment of images of a folder that cannot be read: skip or error.", valueName: "policy")
  )
  var unreadable: String?

  func validate() throws {
    if let imageSize, imageSize < 1 { throw ValidationError("--image-size must be at least 1, and is \(imageSize)") }
  }

  /// The names of the options that are given.
  var given: [String] {
    [
      imageSize.map { _ in "--image-size" }, imageFormat.map { _ in "--image-format" },
      unreadable.map { _ in "--unreadable" },
    ].compactMap(\.self)
  }

  func images(at path: String, classes: String? = nil) throws -> ImageOptions {
    try ImageOptions(path, format: imageFormat, size: imageSize, classes: classes, unreadable: unreadable)
  }
}
