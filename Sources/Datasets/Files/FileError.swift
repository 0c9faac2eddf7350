import Core

/// The reason why a file could not be opened, or its numbers not held in memory.
public struct FileError: ExplainedError {
  package enum Reason: Equatable {
    case cannotOpen(String)
    case notARegularFile
    case tooLarge(needed: Int, memory: Int)
    /// The file itself cannot be mapped.
    case notMapped(bytes: Int, memory: Int)
  }

  /// The path of the file.
  public let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  public var failure: String { "cannot read \(path)" }

  public var cause: String {
    switch reason {
    case .cannotOpen(let message): message
    case .notARegularFile: "a file was expected, found a folder, a pipe or a device"
    case .tooLarge(let needed, let memory):
      "its numbers need \(counted(needed, "byte")) as float32, and \(memory.grouped) are left"
    case .notMapped(let bytes, let memory):
      "its \(counted(bytes, "byte")) do not fit in memory: \(memory.grouped) are left"
    }
  }

  /// The way out for every file that cannot be read.
  static let pathHint =
    "check the path, which is relative to the experiment file or the current folder, and that you "
    + "may read it"

  public var hint: String {
    switch reason {
    case .cannotOpen: Self.pathHint
    case .notARegularFile: "name the file itself"
    case .tooLarge, .notMapped: "take fewer rows, reduce the columns before saving, or raise the limit of memory"
    }
  }

  /// - Throws: ``FileError`` when a matrix of this shape is larger than the memory that is left.
  package static func requireMemory(rows: Int, columns: Int, path: String) throws {
    let memory = Memory.left
    let (entries, overflow) = rows.multipliedReportingOverflow(by: columns)
    let (bytes, more) = entries.multipliedReportingOverflow(by: MemoryLayout<Float>.size)
    guard !overflow, !more, bytes <= memory else {
      throw FileError(path: path, reason: .tooLarge(needed: overflow || more ? Int.max : bytes, memory: memory))
    }
  }
}
