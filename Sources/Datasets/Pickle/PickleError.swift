import Core

/// Damage in a pickle, found while its instructions are followed.
package enum PickleProblem: Error, Equatable {
  case short
  case unknownOpcode(UInt8)
  case protocolVersion(UInt8)
  case emptyStack
  case missingMark
  case notInMemo(Int)
  case wrongValue(String)
  case tooManyValues(Int)
}

/// The reason why a pickle cannot be read.
package struct PickleError: ExplainedError, Equatable {
  package enum Reason: Equatable {
    case damaged(PickleProblem, offset: Int)
    /// The value expected, and its name in the file.
    case missing(String)
    case refusedObject(String)
    case arrayKind(String)
    case arraySize(needed: Int, found: Int)
  }

  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  package var failure: String { "cannot read \(path)" }

  package var cause: String {
    switch reason {
    case .damaged(let problem, let offset): "\(Self.words(for: problem)), at byte \(offset.grouped) of the pickle"
    case .missing(let name): "expected \(name) in the pickle, found none"
    case .refusedObject(let name): "expected numbers, found an object of \(name), which is not loaded, for safety"
    case .arrayKind(let kind): "expected an array of bytes or whole numbers, found one of \(kind)"
    case .arraySize(let needed, let found):
      "the array's shape needs \(needed.grouped) bytes, found \(found.grouped)"
    }
  }

  package var hint: String {
    switch reason {
    case .damaged(.protocolVersion, _), .damaged(.unknownOpcode, _):
      "write the data again, with pickle.dump(data, file, protocol=4), or as .npy"
    case .damaged: "the download may be cut short; fetch the file again"
    case .missing: "check that it is one of the set's own files"
    case .refusedObject, .arrayKind, .arraySize: "save the arrays as .npy or .npz"
    }
  }

  private static func words(for problem: PickleProblem) -> String {
    switch problem {
    case .short: "the file ends early"
    case .unknownOpcode(let code): "the instruction \(code) is not supported"
    case .protocolVersion(let version): "expected protocol 2 to 5, found \(version)"
    case .emptyStack, .missingMark: "an instruction has no values"
    case .notInMemo(let key): "the value \(key.grouped) is used before it is stored"
    case .wrongValue(let expected): "expected \(expected), found another value"
    case .tooManyValues(let limit): "it holds more than \(limit.grouped) values"
    }
  }
}
