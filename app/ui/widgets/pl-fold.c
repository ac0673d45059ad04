/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-fold.h"
#include "ui/widgets/pl-widget-theme.h"

struct _PlFold
{
  GtkWidget parent_instance;

  GtkWidget *sidebar;
  GtkWidget *content;
  gboolean folded;
  gboolean always_folded;
  gboolean pinned;    /* wanted in a wide window */
  gboolean over;      /* shown over the content of a narrow one */
  guint notify_id;
};

G_DEFINE_FINAL_TYPE (PlFold, pl_fold, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_SIDEBAR, PROP_CONTENT, PROP_FOLDED, PROP_SHOW_SIDEBAR, N_PROPS };
static GParamSpec *props[N_PROPS];

static gboolean
notify_folded_cb (gpointer data)
{
  PlFold *self = data;

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLDED]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_SIDEBAR]);
  return G_SOURCE_REMOVE;
}

/* Called while sizes are being allocated, when nobody may be told yet. */
static void
set_folded (PlFold   *self,
            gboolean  folded)
{
  if (self->folded == folded)
    return;
  self->folded = folded;
  self->over = FALSE;
  if (self->notify_id == 0)
    self->notify_id = g_idle_add (notify_folded_cb, self);
}

static void
update_style (PlFold *self)
{
  if (self->sidebar == NULL)
    return;
  pl_widget_set_class (self->sidebar, "over", self->folded);
}

static void
pl_fold_measure (GtkWidget      *widget,
                 GtkOrientation  orientation,
                 int             for_size,
                 int            *minimum,
                 int            *natural,
                 int            *minimum_baseline,
                 int            *natural_baseline)
{
  PlFold *self = PL_FOLD (widget);
  int side_min = 0, side_nat = 0, content_min = 0, content_nat = 0;

  gtk_widget_measure (self->sidebar, orientation, -1, &side_min, &side_nat, NULL, NULL);
  gtk_widget_measure (self->content, orientation, -1, &content_min, &content_nat, NULL, NULL);
  /* Folded, the sidebar lies over the content: both need room, but not side by side. */
  *minimum = MAX (side_min, content_min);
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? side_nat + content_nat : MAX (side_nat, content_nat);
}

static void
pl_fold_size_allocate (GtkWidget *widget,
                       int        width,
                       int        height,
                       int        baseline)
{
  PlFold *self = PL_FOLD (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation content = { 0, 0, width, height };
  GtkAllocation sidebar = { 0, 0, 0, height };
  gboolean shown;
  int minimum;

  set_folded (self, self->always_folded || width < PL_FOLD_WIDTH);
  shown = pl_fold_get_show_sidebar (self);
  gtk_widget_set_child_visible (self->sidebar, shown);

  /* The scrolled forms inside have a natural width of their own; the minimum is what style.css asks for. */
  gtk_widget_measure (self->sidebar, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  sidebar.width = MIN (minimum, width);
  if (rtl)
    sidebar.x = width - sidebar.width;
  if (shown && !self->folded)
    {
      content.width -= sidebar.width;
      content.x = rtl ? 0 : sidebar.width;
    }

  gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  content.width = MAX (content.width, minimum);
  gtk_widget_size_allocate (self->content, &content, -1);
  if (shown)
    gtk_widget_size_allocate (self->sidebar, &sidebar, -1);
}

static void
pressed_cb (PlFold          *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  graphene_rect_t bounds;

  if (!self->folded || !self->over || !gtk_widget_compute_bounds (self->sidebar, GTK_WIDGET (self), &bounds))
    return;
  if (!graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
    {
      pl_fold_set_show_sidebar (self, FALSE);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  PlFold *self = PL_FOLD (widget);

  if (!self->folded || !self->over)
    return FALSE;
  pl_fold_set_show_sidebar (self, FALSE);
  return TRUE;
}

gboolean
pl_fold_get_folded (PlFold *self)
{
  return self->folded;
}

gboolean
pl_fold_get_pinned (PlFold *self)
{
  return self->pinned;
}

gboolean
pl_fold_get_show_sidebar (PlFold *self)
{
  return self->folded ? self->over : self->pinned;
}

void
pl_fold_set_show_sidebar (PlFold   *self,
                          gboolean  show)
{
  if (pl_fold_get_show_sidebar (self) == show)
    return;
  if (self->folded)
    self->over = show;
  else
    self->pinned = show;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_SIDEBAR]);
}

void
pl_fold_set_always_folded (PlFold   *self,
                           gboolean  always)
{
  self->always_folded = always;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_child (PlFold     *self,
           GtkWidget **where,
           GtkWidget  *child,
           GtkWidget  *before)
{
  if (*where != NULL)
    gtk_widget_unparent (*where);
  *where = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), before);
}

static void
pl_fold_set_property (GObject      *object,
                      guint         id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  PlFold *self = PL_FOLD (object);

  /* The content is the first child, so that the sidebar is painted over it. */
  if (id == PROP_CONTENT)
    set_child (self, &self->content, g_value_get_object (value), self->sidebar);
  else if (id == PROP_SIDEBAR)
    set_child (self, &self->sidebar, g_value_get_object (value), NULL);
  else if (id == PROP_SHOW_SIDEBAR)
    pl_fold_set_show_sidebar (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_fold_get_property (GObject    *object,
                      guint       id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  PlFold *self = PL_FOLD (object);

  switch (id)
    {
    case PROP_SIDEBAR: g_value_set_object (value, self->sidebar); break;
    case PROP_CONTENT: g_value_set_object (value, self->content); break;
    case PROP_FOLDED: g_value_set_boolean (value, self->folded); break;
    case PROP_SHOW_SIDEBAR: g_value_set_boolean (value, pl_fold_get_show_sidebar (self)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pl_fold_dispose (GObject *object)
{
  PlFold *self = PL_FOLD (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_fold_parent_class)->dispose (object);
}

static void
pl_fold_class_init (PlFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = pl_fold_set_property;
  object_class->get_property = pl_fold_get_property;
  object_class->dispose = pl_fold_dispose;
  widget_class->measure = pl_fold_measure;
  widget_class->size_allocate = pl_fold_size_allocate;

  props[PROP_SIDEBAR] = g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_SHOW_SIDEBAR] = g_param_spec_boolean ("show-sidebar", NULL, NULL, TRUE,
                                                   flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_set_css_name (widget_class, "fold");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_fold_init (PlFold *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->pinned = TRUE;
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "notify::folded", G_CALLBACK (update_style), NULL);
}
