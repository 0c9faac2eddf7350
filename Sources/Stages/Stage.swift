/// A method of the pipeline that declares itself: its name, and its parameters with their ranges and defaults.
///
/// The declaration is all that the rest of the program needs to know of a method. Experiment files and their errors, the
/// command line, `run.json`, fingerprints, dry runs, sweeps, the JSON Schema and the reference page are made from it.
public protocol Stage: Sendable {
  /// The name in experiment files and tables, such as `kmeans`.
  static var name: String { get }
  /// The method in one line, for lists of methods.
  static var summary: String { get }
  /// The parameters, the one with a shorthand (`pca: 50`) first.
  static var parameters: [Parameter<Self>] { get }

  /// Makes the method with every default.
  init()

  /// Throws where data of this shape do not allow the method, called before anything is computed or written; nothing by
  /// default.
  ///
  /// - Throws: an ``ExplainedError``, such as ``StageError`` with `unfitRows`; a run then leaves the method out if the
  ///   error's `isOfRows` is true, and stops otherwise.
  func check(_ shape: Shape) throws

  /// Returns the likely cost on data of this shape; nil where it is unknown, the default.
  func cost(_ shape: Shape) -> Cost?

  /// Returns the versions of what can change the result from outside the package, such as a program's, by name; empty
  /// by default. They are a part of the fingerprint.
  ///
  /// - Throws: an error where a version cannot be found out; the run then does not start.
  func provenance() throws -> [String: String]
}

extension Stage {
  public func check(_ shape: Shape) throws {}
  public func cost(_ shape: Shape) -> Cost? { nil }
  public func provenance() throws -> [String: String] { [:] }

  /// The name of the method, ``Stage/name``.
  public var kind: String { Self.name }
}

// MARK: - Parameters by name

extension Stage {
  /// The declared parameters with their defaults, in the order of ``parameters``.
  public static var declarations: [ParameterDeclaration] {
    let defaults = Self()
    return parameters.map { parameter in
      var declaration = parameter.declaration
      declaration.defaultValue = parameter.value(defaults)
      return declaration
    }
  }

  /// The value of each parameter that has one; a parameter without one is left to the data.
  public var settings: [String: ParameterValue] {
    Dictionary(
      uniqueKeysWithValues: Self.parameters.compactMap { parameter in
        parameter.value(self).map { (parameter.declaration.name, $0) }
      })
  }

  /// Sets a parameter by its name; nil sets it to none.
  ///
  /// - Throws: ``StageError`` with `unknownParameter` for an unknown name, `outOfRange` for a value of another type
  ///   or out of range, `parameterNeeded` for nil where the parameter needs a value.
  public mutating func set(_ name: String, to value: ParameterValue?) throws(StageError) {
    guard let parameter = Self.parameters.first(where: { $0.declaration.name == name }) else {
      throw StageError(
        Self.name, .unknownParameter(name, known: Self.parameters.map(\.declaration.name)))
    }
    guard let value else {
      guard parameter.declaration.isOptional else { throw StageError(Self.name, .parameterNeeded(name)) }
      parameter.clear(&self)
      return
    }
    guard parameter.declaration.domain.contains(value), parameter.assign(&self, value) else {
      throw StageError(
        Self.name,
        .outOfRange(parameter: name, value: value.description, allowed: parameter.declaration.domain.words(for: value)))
    }
  }

  /// Throws ``StageError`` with `outOfRange` for a parameter whose value is out of its declared range.
  public func checkSettings() throws(StageError) {
    for parameter in Self.parameters {
      guard let value = parameter.value(self), !parameter.declaration.domain.contains(value) else { continue }
      throw StageError(
        Self.name,
        .outOfRange(
          parameter: parameter.declaration.name, value: value.description,
          allowed: parameter.declaration.domain.words(for: value)))
    }
  }
}
