import Datasets

/// The options for reading a feature file.
public struct FeatureOptions: Sendable {
  /// The name of the feature set; the file's name without its extension when nil.
  public var name: String?
  /// The name of the array of an `.npz` or the tensor of a `.safetensors`; not needed when there is one, or one called
  /// `features`.
  public var array: String?
  /// The way from rows × tokens × columns to rows × columns; needed for files of tokens, and an error for others.
  public var pooling: TokenPooling?
  /// The path of an `.npy` file of rows × tokens that is 0 where a token does not count; only with pooling.
  public var mask: String?
  /// The treatment of rows with NaN or infinity; an empty cell of a table is NaN.
  public var nonFinite: NonFinitePolicy
  /// The name of the one column of a table that holds the features, as numbers or as lists; all that are left when nil.
  public var column: String?
  /// The name of the column of a table or the array of an `.npz` that holds the ids, or `none` for a file without ids;
  /// when nil one called `id`, `image_id`, `filename` or `index`, or a first one without a name, or one with the ids of
  /// another file.
  public var idColumn: String?
  /// The names of columns of a table that are no features.
  public var ignoredColumns: [String]
  /// The role of a table's first record: names of the columns, a row, or either by its content.
  public var header: TableHeader
  /// True where the ids are names, which may be repeated.
  public var idsAreNames: Bool
  /// The names of the features in the order in which they are meant; a table that has names is brought into it.
  package var columnNames: [String]?

  /// Makes options; an option that means nothing for a file's format is an error when it is read.
  public init(
    name: String? = nil, array: String? = nil, pooling: TokenPooling? = nil, mask: String? = nil,
    nonFinite: NonFinitePolicy = .error, column: String? = nil, idColumn: String? = nil, ignoredColumns: [String] = [],
    header: TableHeader = .automatic, idsAreNames: Bool = false
  ) {
    self.name = name
    self.array = array
    self.pooling = pooling
    self.mask = mask
    self.nonFinite = nonFinite
    self.column = column
    self.idColumn = idColumn
    self.ignoredColumns = ignoredColumns
    self.header = header
    self.idsAreNames = idsAreNames
  }
}

/// The treatment of rows that hold NaN or infinity.
public enum NonFinitePolicy: String, Sendable, CaseIterable {
  /// An error that says where the first one is.
  case error
  /// The rows are left out and counted in a note, and the positions of the others kept.
  case drop
}
