package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import org.exactloss.state.Exclusion;

/**
 * The errors of rows that hold arrays: arrays of the same shape. A null where prediction and target
 * are null arrays is one element; it is null in the squared errors, and among the reasons an array
 * of that one.
 */
final class TensorErrors implements ErrorTask {
  /** Room for the elements of a row to begin with. */
  private static final int CAPACITY = 64;

  private final ErrorRequest request;
  private final List<Model> models = new ArrayList<>();

  TensorErrors(ErrorRequest request) {
    this.request = request;
    for (int model = 0; model < request.scan().predictions().size(); model++) {
      models.add(new Model(model));
    }
  }

  @Override
  public void use(List<ElementErrors.Factors> factors) {
    for (int model = 0; model < models.size(); model++) {
      models.get(model).found.use(factors.get(model));
    }
  }

  @Override
  public void put(ColumnSource[] columns, ErrorRow errors) {
    for (int i = 0; i < models.size(); i++) {
      models.get(i).put(columns, errors, i * request.columnsOfModel());
    }
  }

  /** One of the columns of a model. */
  private enum Content {
    SQUARED_ERRORS,
    REASONS,
    GRADIENTS
  }

  private final class Model {
    private final ElementRules rules = new ElementRules(request.scan());
    private final RowFlattener flattener;
    private final Elements elements;
    private final ElementErrors found;

    /** The next element on the way through a row. */
    private int next;

    Model(int model) {
      flattener = new RowFlattener(request.scan(), model);
      elements = new Elements(request.scan(), model, CAPACITY);
      found = new ElementErrors(request.scan(), request.factors().get(model), CAPACITY);
    }

    void put(ColumnSource[] columns, ErrorRow errors, int column) {
      elements.clear();
      Exclusion whole = flattener.append(columns, 0, elements);
      found.compute(
          elements.prediction,
          elements.target,
          elements.weight,
          elements.exclusions(rules),
          elements::output,
          elements.size());
      if (whole != null) {
        errors.putNull(column);
        errors.putArray(column + 1, singleReason(whole, request.scan().target().depth()));
        putNoGradient(errors, column);
        return;
      }
      RowArrays arrays = flattener.arrays(columns, 0);
      errors.putArray(column, start(Content.SQUARED_ERRORS, arrays));
      errors.putArray(column + 1, found.anyExcluded() ? start(Content.REASONS, arrays) : null);
      if (found.hasGradients()) {
        errors.putArray(column + 2, start(Content.GRADIENTS, arrays));
      } else {
        putNoGradient(errors, column);
      }
    }

    private void putNoGradient(ErrorRow errors, int column) {
      if (request.gradient()) {
        errors.putNull(column + 2);
      }
    }

    private Object start(Content content, RowArrays arrays) {
      next = 0;
      return array(content, arrays);
    }

    private Object array(Content content, RowArrays arrays) {
      if (arrays.allNull()) {
        Exclusion reason = found.exclusion(next);
        next++;
        return content == Content.REASONS ? singleReason(reason, arrays.levels()) : null;
      } else if (arrays.levels() == 1) {
        int first = next;
        next += arrays.length();
        return entries(content, first, arrays.length());
      }
      Object[] inner = new Object[arrays.length()];
      for (int i = 0; i < inner.length; i++) {
        inner[i] = array(content, arrays.inner(i));
      }
      return ErrorRow.array(inner);
    }

    private Object entries(Content content, int first, int count) {
      return switch (content) {
        case SQUARED_ERRORS ->
            ErrorRow.numbers(found::squaredError, found::exclusion, first, count);
        case GRADIENTS -> ErrorRow.numbers(found::gradient, found::exclusion, first, count);
        case REASONS -> ErrorRow.reasons(found::exclusion, first, count);
      };
    }

    private static Object singleReason(Exclusion reason, int levels) {
      Object array = ErrorRow.reasons(element -> reason, 0, 1);
      for (int level = 1; level < levels; level++) {
        array = ErrorRow.array(new Object[] {array});
      }
      return array;
    }
  }
}
