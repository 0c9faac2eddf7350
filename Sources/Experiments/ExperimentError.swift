import Core
import Foundation
import Stages

/// The reason why an experiment file or an option of the command line cannot be used, with its place.
public struct ExperimentError: ExplainedError, Equatable {
  /// A place in a file, or an option of the command line; lines and columns count from 1.
  public struct Place: Sendable, Equatable {
    /// The path of the file, or the option with its value.
    public var file: String
    /// The line; nil for the whole file.
    public var line: Int?
    /// The column; nil for the whole line.
    public var column: Int?

    package init(file: String, line: Int? = nil, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }
  }

  /// The failure, with the keys and names at fault.
  public enum Reason: Sendable, Equatable {
    /// The system refused to read the file; `number` is its errno.
    case unreadable(number: Int32)
    /// The file has more bytes than an experiment file may have.
    case tooLarge(bytes: Int, limit: Int)
    /// The bytes are not UTF-8.
    case notText
    /// The file holds nothing.
    case empty
    /// The text is no YAML.
    case syntax(problem: String)
    /// A key stands twice in one mapping.
    case duplicateKey(String)
    /// The mapping of `owner` has no such key; `known` lists its keys.
    case unknownKey(String, owner: String, known: [String])
    /// The mapping of `owner` lacks a key that it needs.
    case missingKey(String, owner: String)
    /// A value is of another type, both in words.
    case wrongType(key: String, expected: String, found: String)
    /// A value lies outside its range, both in words.
    case outOfRange(key: String, expected: String, found: String)
    /// A word refers to nothing, such as a feature set, a score or a kind of space; `known` lists those that there are,
    /// and `meaning` explains them.
    case unknownName(String, kind: String, known: [String], meaning: String? = nil)
    /// A parameter that is swept belongs to several steps of a space, each written as its place and method.
    case parameterOfSteps(String, space: String, steps: [String])
    /// A space that a method makes has the name of a feature set.
    case spaceNamedAsFeatureSet(String)
    /// Two things of one kind have the same name, but for small and capital letters.
    case duplicateName(String, kind: String)
    /// A list has a value twice.
    case repeatedValue(String, key: String)
    /// A share stands where a whole number is needed; `parameter` is the one that takes it.
    case shareForCount(key: String, found: String, parameter: String)
    /// A list has no entry.
    case emptyList(key: String)
    /// An entry that needs one key, its kind, has several or none.
    case severalKinds(key: String, found: [String])
    /// A key belongs to another kind of the mapping.
    case keyOfAnotherKind(String, kind: String)
    /// A key of one preset stands in another one, `preset`.
    case keyOfPreset(String, owner: String, preset: String)
    /// Two keys of a mapping name the same reference.
    case sameReference(String, key: String, other: String)
    /// Two keys of a mapping set the same.
    case severalWays(String, String, owner: String)
    /// A feature set has the name of one that is always there.
    case reservedName(String)
    /// The feature set `pixels` is used, and the dataset has no images.
    case pixelsWithoutImages
    /// Words of clusters are asked for, and the dataset has no captions.
    case wordsWithoutCaptions
    /// Settings of a method do not fit each other or its inputs.
    case unfit(StageError)
    /// A method of one input names none, and there are several feature sets, `known`.
    case inputNeeded(kind: String, known: [String])
    /// Each of these spaces is made of the next, and the last of the first.
    case spaceOfItself([String])
    /// A name of your own is the name of a method.
    case nameOfKind(String)
    /// A reference has the name of a feature set.
    case nameOfFeatureSet(String)
    /// A space, or the input of one, names a reference.
    case referenceAsSpace(String)
  }

  /// The failure.
  public let reason: Reason
  /// The place of the failure.
  public let place: Place

  package init(_ reason: Reason, at place: Place) {
    self.reason = reason
    self.place = place
  }
}

extension ExperimentError.Place: CustomStringConvertible {
  /// `file:line:column`, as compilers write it.
  public var description: String {
    [file, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(separator: ":")
  }
}

extension ExperimentError {
  /// True for an option of the command line.
  public var isWrongUsage: Bool { place.file.hasPrefix("--") }

  public var failure: String {
    isWrongUsage ? "cannot use \(place)" : "cannot use the experiment \(place)"
  }

  public var cause: String {
    switch reason {
    case .unreadable(let number): String(cString: strerror(number))
    case .tooLarge(let bytes, let limit): "an experiment file has at most \(limit) bytes, this one has \(bytes)"
    case .notText: "it is not a text in UTF-8"
    case .empty: "it is empty"
    case .syntax(let problem): "it is not YAML: \(problem)"
    case .duplicateKey(let key): "the key \"\(key)\" appears twice in the same mapping"
    case .unknownKey(let key, let owner, let known):
      Self.isBareOn(key, known)
        ? "\(owner) has no key \"\(key)\", as YAML 1.1 reads on without quotes" : "\(owner) has no key \"\(key)\""
    case .missingKey(let key, let owner): "\(owner) needs the key \"\(key)\""
    case .wrongType(let key, let expected, let found), .outOfRange(let key, let expected, let found):
      "\"\(key)\" must be \(expected), found \(found)"
    case .parameterOfSteps(let name, let space, let steps):
      "\"\(name)\" is a parameter of \(counted(steps.count, "step")) of \(space): \(list(steps))"
    case .spaceNamedAsFeatureSet(let name):
      "\"\(name)\" is the name of a feature set (upper and lower case count as the same)"
    case .unknownName(let name, let kind, _, _): "there is no \(kind) \"\(name)\""
    case .duplicateName(let name, let kind):
      "two \(kind)s are called \"\(name)\" (upper and lower case count as the same)"
    case .repeatedValue(let value, let key): "\"\(key)\" lists \(value) twice"
    case .shareForCount(let key, let found, _): "\"\(key)\" must be a whole number, found \(found)"
    case .emptyList(let key): "\"\(key)\" is an empty list"
    case .severalKinds(let key, let found):
      "an entry of \"\(key)\" has one key, its kind; found \(found.count): \(found.joined(separator: ", "))"
    case .keyOfAnotherKind(let key, let kind): "the key \"\(key)\" does not go with \"\(kind)\""
    case .keyOfPreset(let key, let owner, let preset):
      "\"\(key)\" is a key of \(owner), and \(preset) has none of this name"
    case .sameReference(let name, let key, let other):
      "\"\(key)\" and \"\(other)\" both name the reference \"\(name)\", which gives the same counterparts twice"
    case .severalWays(let key, let other, let owner):
      "\"\(owner)\" has both \"\(key)\" and \"\(other)\", which set the same"
    case .reservedName(let name): "\"\(name)\" is reserved for the feature set of the images' pixels"
    case .pixelsWithoutImages: "the feature set \"pixels\" needs images, and the dataset names none"
    case .wordsWithoutCaptions: "the words of clusters are those of captions, and the dataset names none"
    case .unfit(let error): error.cause
    case .inputNeeded(let kind, let known):
      "\(kind) is made of one space, and there are \(counted(known.count, "feature set"))"
    case .spaceOfItself(let names): Self.circle(names)
    case .nameOfKind(let name): "\"\(name)\" is the name of a method"
    case .nameOfFeatureSet(let name): "\"\(name)\" is the name of a feature set"
    case .referenceAsSpace(let name): "\"\(name)\" is a reference, whose rows are not items"
    }
  }

  public var hint: String {
    switch reason {
    case .unreadable(ENOENT): "check the path, or describe the experiment with flags (fusebench run --help)"
    case .unreadable(EISDIR): "name the experiment file inside the folder"
    case .unreadable: "check the path and your right to read it"
    case .tooLarge, .notText, .empty: "an experiment file is a page of YAML; see the README for one to start from"
    case .syntax: "check the indentation, the brackets and the quotes at and before this place"
    case .duplicateKey: "remove one of them"
    case .unknownKey(let key, _, let known):
      Self.isBareOn(key, known)
        ? "write the key with its quotes: \"on\"" : Self.suggestion(for: key, known, "the keys are")
    case .missingKey(let key, _): "add \"\(key): …\""
    case .wrongType, .outOfRange: "correct the value, or remove the key to get its default"
    case .unknownName(let name, _, let known, let meaning):
      Self.suggestion(for: name, known, "there are") + (meaning.map { "; \($0)" } ?? "")
    case .parameterOfSteps(_, let space, _):
      "make the steps up to the swept one a space of their own (cluster: no), and sweep that with \"of: \(space)\""
    case .spaceNamedAsFeatureSet: "give the space another name; an entry with options takes \"name: …\""
    case .duplicateName: "give one of them another name; an entry with options takes \"name: …\""
    case .repeatedValue: "remove one of them"
    case .shareForCount(_, let found, let parameter): "set \(parameter) for a share: { \(parameter): \(found) }"
    case .emptyList: "list at least one, or remove the key to get its default"
    case .severalKinds: "put its options in braces, or indent them deeper than the kind"
    case .keyOfAnotherKind(let key, _): "remove \"\(key)\""
    case .keyOfPreset(let key, let owner, _): "remove \"\(key)\", or make the space with \(owner)"
    case .sameReference(_, let key, _): "name another reference, or remove \"\(key)\""
    case .severalWays(let key, let other, _): "remove \"\(key)\" or \"\(other)\""
    case .reservedName: "choose another name"
    case .pixelsWithoutImages: "add \"images\" to the dataset, or leave \"pixels\" out"
    case .wordsWithoutCaptions: "add \"captions\" to the dataset, or leave \"words\" out"
    case .unfit(let error): error.hint
    case .inputNeeded(let kind, let known):
      "name one of \(list(known)), such as { \(kind): { of: \(known.first ?? "visual") } }"
    case .spaceOfItself: "make the space of a feature set, or of a space that is not made of it"
    case .nameOfKind: "choose another name"
    case .nameOfFeatureSet: "give the reference another name"
    case .referenceAsSpace:
      "name it in a parameter of a method that reads references, or add its file to the features if its rows are items"
    }
  }

  /// True for the key that a program by YAML 1.1 makes of `on`.
  private static func isBareOn(_ key: String, _ known: [String]) -> Bool {
    key.lowercased() == "true" && known.contains("on")
  }

  private static func suggestion(for word: String, _ known: [String], _ listing: String) -> String {
    let list = known.isEmpty ? "none are known" : "\(listing) \(known.joined(separator: ", "))"
    return Nearest.of(word, in: known).map { "did you mean \"\($0)\"? \(list)" } ?? list
  }

  /// Such as `"a" is made of "b", which is made of "a"`.
  static func circle(_ names: [String]) -> String {
    let further = names.dropFirst() + names.prefix(1)
    return names.prefix(1).map { "\"\($0)\"" }.joined()
      + further.enumerated().map { index, name in
        (index == 0 ? " is made of " : ", which is made of ") + "\"\(name)\""
      }.joined()
  }
}
