import Foundation
import Yams

/// The reader of experiment files: YAML, of which every mistake is an error with its line.
public enum ExperimentFile {
  /// More than any experiment needs; a matrix given by mistake is refused before it is read.
  static let largestSize = 1 << 20

  /// The most seeds that a run takes.
  static let mostSeeds = 10_000

  /// Reads an experiment file of at most 1 MB.
  ///
  /// - Parameter vocabulary: the methods, scores and figures that it may name.
  /// - Throws: ``ExperimentError`` with the file, the line and the column.
  public static func read(_ path: String, vocabulary: Experiment.Vocabulary = .init()) throws -> Experiment {
    let place = ExperimentError.Place(file: path)
    var status = stat()
    guard stat(path, &status) == 0 else { throw ExperimentError(.unreadable(number: errno), at: place) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw ExperimentError(.unreadable(number: EISDIR), at: place) }
    guard status.st_size <= largestSize else {
      throw ExperimentError(.tooLarge(bytes: Int(status.st_size), limit: largestSize), at: place)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ExperimentError(.unreadable(number: access(path, R_OK) == 0 ? EIO : errno), at: place)
    }
    // Some editors begin a file with a byte order mark.
    let bytes = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
    guard let text = String(validating: bytes, as: UTF8.self) else { throw ExperimentError(.notText, at: place) }
    return try parse(text, file: path, vocabulary: vocabulary)
  }

  /// Reads an experiment from a text that stands in `file`, from whose folder relative paths are meant.
  ///
  /// - Parameter vocabulary: the methods, scores and figures that it may name.
  /// - Throws: ``ExperimentError`` with the file, the line and the column.
  public static func parse(
    _ text: String, file: String, vocabulary: Experiment.Vocabulary = .init()
  ) throws -> Experiment {
    let root = YAMLValue(node: try compose(text, file: file), key: "experiment", file: file)
    let url = URL(fileURLWithPath: file)
    return try ExperimentReader(vocabulary: vocabulary).experiment(
      root, defaultName: url.deletingPathExtension().lastPathComponent,
      folder: url.deletingLastPathComponent().relativePath)
  }

  static func compose(_ text: String, file: String) throws -> Node {
    func failure(_ reason: ExperimentError.Reason, _ mark: Mark? = nil) -> ExperimentError {
      ExperimentError(reason, at: .init(file: file, line: mark?.line, column: mark?.column))
    }
    do {
      guard let node = try Yams.compose(yaml: text) else { throw failure(.empty) }
      if let scalar = node.scalar, scalar.string.isEmpty { throw failure(.empty) }
      return node
    } catch let error as YamlError {
      switch error {
      case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
        .composer(let context, let problem, let mark, _):
        let said = context.map { "\(problem) (\($0.text), line \($0.mark.line))" } ?? problem
        throw failure(.syntax(problem: said), mark)
      case .duplicatedKeysInMapping(let keys, let context):
        throw failure(.duplicateKey(keys.first ?? ""), context.mark)
      case .reader(let problem, _, _, _): throw failure(.syntax(problem: problem))
      default: throw failure(.syntax(problem: "\(error)"))
      }
    }
  }
}
