import Core
import Matrices

/// The references that a method reads: those that its parameters name.
extension Stage {
  /// The names of the references that its parameters name, in the order of the parameters.
  public var namedReferences: [String] {
    Self.parameters.compactMap { parameter in
      if parameter.declaration.domain == .reference, case .text(let name)? = parameter.value(self) { name } else { nil }
    }
  }

  /// Returns the size of the reference that a parameter names.
  ///
  /// - Throws: ``StageError`` with `parameterNeeded` where the parameter has no value, `unknownReference` where no
  ///   reference has this name.
  public func reference(_ parameter: String, in shape: Shape) throws(StageError) -> Shape.Reference {
    try reference(parameter, among: shape.references)
  }

  /// Returns the rows and names of the reference that a parameter names.
  ///
  /// - Throws: ``StageError`` with `parameterNeeded` where the parameter has no value, `unknownReference` where no
  ///   reference has this name.
  public func reference(_ parameter: String, in context: StageContext) throws(StageError) -> Reference {
    try reference(parameter, among: context.references)
  }

  private func reference<Value>(_ parameter: String, among known: [String: Value]) throws(StageError) -> Value {
    guard case .text(let name)? = settings[parameter] else { throw StageError(Self.name, .parameterNeeded(parameter)) }
    guard let value = known[name] else {
      throw StageError(Self.name, .unknownReference(parameter: parameter, name: name, known: known.keys.sorted()))
    }
    return value
  }

  /// Returns the values that the method reads, by their references' names.
  package func named<Value>(of all: [String: Value]) -> [String: Value] {
    let names = Set(namedReferences)
    return names.isEmpty ? [:] : all.filter { names.contains($0.key) }
  }
}

extension StageContext {
  /// The sizes of the references, by name.
  public var referenceShapes: [String: Shape.Reference] { references.mapValues(\.shape) }
}

extension Reference {
  /// The numbers of rows and columns.
  public var shape: Shape.Reference { Shape.Reference(rows: rows.rows, columns: rows.columns) }
}
